using Microsoft.Extensions.DependencyInjection;

namespace RaptorFlow.AppHost.Aspire;

internal static class ClientRun
{
    /// <summary>Files named on the command line are relative to where the user is, not to where the client runs.</summary>
    public static string[] WithFullPaths(this IEnumerable<string> arguments) =>
        [.. arguments.Select(argument => File.Exists(argument) ? Path.GetFullPath(argument) : argument)];

    /// <summary>Runs the stack until one resource has done its work, showing what that one writes.</summary>
    /// <returns>The resource's exit code.</returns>
    public static async Task<int> RunUntilExitOfAsync(this DistributedApplication application, IResource resource)
    {
        await using (application)
        {
            using var showing = new CancellationTokenSource();
            var shown = ShowAsync(application.Services.GetRequiredService<ResourceLoggerService>(), resource, showing.Token);
            await application.StartAsync();
            var ended = await application.ResourceNotifications.WaitForResourceAsync(
                resource.Name, update => KnownResourceStates.TerminalStates.Contains(update.Snapshot.State?.Text));
            await showing.CancelAsync();
            await shown;
            await application.StopAsync();
            return ended.Snapshot.ExitCode ?? 1;
        }
    }

    private static async Task ShowAsync(ResourceLoggerService logs, IResource resource, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var lines in logs.WatchAsync(resource).WithCancellation(cancellationToken))
            {
                foreach (var line in lines)
                    await (line.IsErrorMessage ? Console.Error : Console.Out).WriteLineAsync(line.Content);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The resource has ended.
        }
    }
}
