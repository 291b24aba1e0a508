using System.Diagnostics;
using System.Text.Json;

namespace RaptorFlow.AppHost.Tests;

/// <summary>The command line against a stack that stays up, and again after a restart.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Note = "Our members pay eleven pounds a month and are asked once a year whether that still suits them.";

    private readonly StateFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EveryCommand_WorksAgainstTheStackAndItsDataSurvivesARestart()
    {
        string runId;
        using (var host = AppHostProcess.Start(_folder))
        {
            var api = await host.UpAsync();
            var agents = await RunAsync(api, "agents", "list");
            Assert.All(new[] { "LORD-001", "RES-014", "MUSE-007", "MTX-016", "GRD-009" }, code => Assert.Contains(code, agents, StringComparison.Ordinal));

            var plan = JsonDocument.Parse(await RunAsync(api, "invoke", "LORD-001", "--wait", "100", "--input", """{"request":"onboarding"}""")).RootElement;
            runId = plan.GetProperty("run_id").GetString()!;
            // The registry's agents were filled in by the engine: the plan names them.
            Assert.True(plan.GetProperty("result").GetProperty("output").GetProperty("approved").GetBoolean());

            await File.WriteAllTextAsync(Path.Combine(_folder.Path, "note.md"), $"# Giving\n\n{Note}\n", Token);
            await RunAsync(api, "memory", "add", Path.Combine(_folder.Path, "note.md"));
            Assert.Contains("eleven pounds", await RunAsync(api, "memory", "search", "what do members pay"), StringComparison.Ordinal);

            host.Terminate();
            Assert.Equal(0, await host.ExitAsync());
        }
        using (var host = AppHostProcess.Start(_folder))
        {
            var api = await host.UpAsync();
            Assert.Contains("eleven pounds", await RunAsync(api, "memory", "search", "what do members pay"), StringComparison.Ordinal);
            Assert.Contains("The Architect", await RunAsync(api, "runs", "watch", runId), StringComparison.Ordinal);
            host.Terminate();
            Assert.Equal(0, await host.ExitAsync());
        }
    }

    private async Task<string> RunAsync(Uri api, params string[] command)
    {
        var output = Path.GetRelativePath(Path.Combine(AppHostProcess.Root, "tests", "RaptorFlow.AppHost.Tests"), AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppHostProcess.Root, "RaptorFlow.Cli", output, "RaptorFlow.Cli.dll"), .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RAPTORFLOW_URL"] = api.ToString();
        start.Environment["RAPTORFLOW_EMAIL"] = "local@raptorflow.localhost";
        start.Environment["RAPTORFLOW_PASSWORD"] = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "state", "local-password"), Token);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Token);
        var text = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {text}\n{await error}");
        return text;
    }
}
