using RaptorFlow.Api.Idempotency;
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
        runs.MapPost("/{runId:guid}/pause", PauseRun.HandleAsync).RequirePermission(Permission.RunsWrite).WithSummary("Pause a run: what is at work ends, nothing new begins");
        runs.MapPost("/{runId:guid}/resume", ResumeRun.HandleAsync).RequirePermission(Permission.RunsWrite).WithSummary("Let a paused run go on");
        runs.MapPost("/{runId:guid}/retry", RetryRun.HandleAsync).RequirePermission(Permission.RunsWrite).WithIdempotency()
            .WithSummary("Take up a run that is over: from a step, or with all that did not succeed, if need be with corrected input");
        runs.MapPost("/{runId:guid}/fork", ForkRun.HandleAsync).RequirePermission(Permission.RunsWrite).WithIdempotency()
            .WithSummary("A new run from a step of one that is over, with the recorded results of the others");
        runs.MapGet("/{runId:guid}/approvals", ListApprovals.OfRunAsync).RequirePermission(Permission.RunsRead).WithSummary("A run's approvals, with the content each is bound to");
        runs.MapGet("/approvals", ListApprovals.PendingAsync).RequirePermission(Permission.RunsRead).WithSummary("What waits for somebody's approval");
        runs.MapPost("/{runId:guid}/approvals/{approvalId:guid}", DecideApproval.HandleAsync).RequirePermission(Permission.RunsRead)
            .WithSummary("Approve or reject exactly the content that was looked at; the step says which role may");
        app.MapRunHub();
        return app;
    }
}
