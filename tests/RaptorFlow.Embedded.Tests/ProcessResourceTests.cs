using System.Collections.Concurrent;
using RaptorFlow.Embedded.Processes;
using RaptorFlow.Testing;

namespace RaptorFlow.Embedded.Tests;

public sealed class ProcessResourceTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Process_ThatEnds_GivesItsLinesAndItsExitCode()
    {
        var lines = new ConcurrentQueue<string>();
        await using var process = ProcessResource.Start(Shell("echo out; echo err >&2; exit 7") with { Output = lines.Enqueue });

        Assert.Equal(7, await process.Exited.WaitAsync(Cancelled));
        Assert.Equal(["err", "out"], lines.Order(StringComparer.Ordinal));
        Assert.Equal(["err", "out"], process.Tail.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Environment_GivenAndRemoved_ReachesTheProcess()
    {
        await using var process = ProcessResource.Start(Shell("echo \"[$GIVEN][$HOME]\"") with
        {
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["GIVEN"] = "two words", ["HOME"] = null },
        });
        await process.Exited.WaitAsync(Cancelled);

        Assert.Equal(["[two words][]"], process.Tail);
    }

    [Fact]
    public async Task Arguments_WithSpacesAndQuotes_ArriveAsTheyAre()
    {
        await using var process = ProcessResource.Start(new ProcessSpecification("shell", "sh", ["-c", "printf '%s\\n' \"$@\"", "sh", "a b", "it's \"so\"", "--", ""]));
        await process.Exited.WaitAsync(Cancelled);

        Assert.Equal(["a b", "it's \"so\"", "--", ""], process.Tail);
    }

    [Fact]
    public async Task Stop_OfAProcessThatListens_LetsItFinish()
    {
        await using var process = ProcessResource.Start(Shell("trap 'echo finishing; exit 3' TERM; echo up; while :; do sleep 0.05; done"));
        await UpAsync(process);

        Assert.Equal(3, await process.StopAsync());
        Assert.Equal("finishing", process.Tail[^1]);
    }

    [Fact]
    public async Task Stop_OfAProcessThatDoesNotListen_KillsItAfterItsTime()
    {
        await using var process = ProcessResource.Start(Shell("trap '' TERM; echo up; while :; do sleep 0.05; done") with { StopTimeout = TimeSpan.FromSeconds(0.3) });
        await UpAsync(process);

        Assert.Equal(128 + 9, await process.StopAsync());
    }

    [Fact]
    public async Task Kill_DoesNotAsk()
    {
        await using var process = ProcessResource.Start(Shell("trap 'echo finishing; exit 3' TERM; echo up; while :; do sleep 0.05; done"));
        await UpAsync(process);

        await process.KillAsync();

        Assert.Equal(128 + 9, await process.Exited);
        Assert.DoesNotContain("finishing", process.Tail);
    }

    [Fact]
    public async Task Program_ThatDoesNotExist_EndsWithAReason()
    {
        await using var process = ProcessResource.Start(new ProcessSpecification("none", "/no/such/program", []));

        Assert.NotEqual(0, await process.Exited.WaitAsync(Cancelled));
        Assert.Contains(process.Tail, line => line.Contains("/no/such/program", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Input_OfAProcess_IsEmptyAndNotTheGuards()
    {
        await using var process = ProcessResource.Start(Shell("cat; echo done"));

        Assert.Equal(0, await process.Exited.WaitAsync(Cancelled));
        Assert.Equal(["done"], process.Tail);
    }

    private static ProcessSpecification Shell(string script) => new("shell", "sh", ["-c", script]);

    private static Task UpAsync(ProcessResource process) =>
        Eventually.TrueAsync(() => Task.FromResult(process.Tail.Contains("up")), Cancelled);
}
