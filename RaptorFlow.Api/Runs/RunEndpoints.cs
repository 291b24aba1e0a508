using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Runs;

public static class RunEndpoints
{
    public static IEndpointRouteBuilder MapRuns(this IEndpointRouteBuilder app)
    {
        var runs = app.MapGroup("/api/runs").WithTags("Runs");
        runs.MapGet("", ListRuns.HandleAsync).RequirePermission(Permission.RunsRead).WithSummary("Runs, newest first");
        runs.MapGet("/{runId:guid}", GetRun.HandleAsync).RequirePermission(Permission.RunsRead).WithSummary("A run with its graph: every task's state, result, cost and time");
        runs.MapGet("/{runId:guid}/events", GetRunEvents.HandleAsync).RequirePermission(Permission.RunsRead).AcceptTokenInQuery().DisableRequestTimeout()
            .WithSummary("A run's events as Server-Sent Events: replayed from a number on, then live until the run is over")
            .WithDescription("For EventSource, which sets no headers, the access token may be given as ?access_token= and the workspace as ?workspace=. A reconnect with the number of a finished run's last event is answered 204. The same events come over the SignalR hub /hubs/runs: stream Follow(run, after).");
        runs.MapPost("/{runId:guid}/cancel", CancelRun.HandleAsync).RequirePermission(Permission.RunsWrite).WithSummary("Cancel a run");
        app.MapRunHub();
        return app;
    }
}
