using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Watching;

/// <summary>Follows a run to its end and shows it meanwhile.</summary>
internal sealed class RunWatcher(RaptorClient client, CliEnvironment environment)
{
    /// <returns>The run's status at its end.</returns>
    public async Task<string> WatchAsync(string runId, RunView start, CancellationToken cancellationToken)
    {
        var board = new RunBoard(start);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var plain = environment.Interactive ? null : new PlainDisplay(environment.Out);
        var drawing = environment.Interactive ? StepTable.RunAsync(environment.Console, board, environment.Time, stop.Token) : Task.CompletedTask;
        try
        {
            await foreach (var item in client.EventsAsync(runId, environment.Time, cancellationToken))
            {
                var step = board.Apply(item);
                plain?.Show(item, step);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await drawing;
        }
        return board.Read().Status;
    }
}
