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
        runs.MapGet("/{runId:guid}/events", GetRunEvents.HandleAsync).RequirePermission(Permission.RunsRead).DisableRequestTimeout()
            .WithSummary("A run's events as Server-Sent Events: replayed from a number on, then live until the run is over");
        runs.MapPost("/{runId:guid}/cancel", CancelRun.HandleAsync).RequirePermission(Permission.RunsWrite).WithSummary("Cancel a run");
        return app;
    }
}
