using System.CommandLine;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Cli.Watching;

namespace RaptorFlow.Cli.Commands;

/// <summary>Follows runs that were started elsewhere, and acts on them.</summary>
internal static class RunsCommand
{
    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var id = new Argument<string>("runId") { Description = "The run" };
        var watch = new Command("watch", "Show a run until it ends") { id };
        watch.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var runId = parsed.GetRequiredValue(id);
            try
            {
                var run = await client.GetAsync<RunView>($"/api/runs/{Uri.EscapeDataString(runId)}", cancellationToken);
                return await new RunWatcher(client, environment).WatchAsync(runId, run, cancellationToken) == "succeeded" ? 0 : CommandLine.Failed;
            }
            catch (OperationCanceledException)
            {
                environment.Out.WriteLine("No longer watching; the run goes on.");
                return CommandLine.Interrupted;
            }
        });
        var runs = new Command("runs", "Runs of the workspace") { watch };
        foreach (var action in RunActions.Create(connection, environment))
            runs.Subcommands.Add(action);
        return runs;
    }
}
