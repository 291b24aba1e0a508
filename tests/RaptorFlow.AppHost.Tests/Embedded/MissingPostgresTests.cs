using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RaptorFlow.AppHost.Tests;

public sealed class MissingPostgresTests
{
    [Theory]
    [InlineData("RaptorFlow.Api")]
    [InlineData("RaptorFlow.AgentHost")]
    [InlineData("RaptorFlow.Migrator")]
    public async Task Start_PostgresNotThere_SaysSoInALineAndFails(string project)
    {
        var nobody = $"Host=127.0.0.1;Port={UnusedPort()};Username=u;Password=p;Database=d;Timeout=5";
        var output = Path.GetRelativePath(Path.Combine(AppHostProcess.Root, "tests", "RaptorFlow.AppHost.Tests"), AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppHostProcess.Root, project, output, project + ".dll")]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ConnectionStrings__raptorflow"] = nobody;
        start.Environment["ConnectionStrings__raptorflow-owner"] = nobody;
        start.Environment["ConnectionStrings__redis"] = $"127.0.0.1:{UnusedPort()}";
        start.Environment["Identity__SigningKey"] = new string('k', 64);
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _ = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("Postgres", await error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await error, StringComparison.Ordinal);
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
