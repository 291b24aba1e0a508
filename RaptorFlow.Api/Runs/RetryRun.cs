using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Agents;
using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

/// <param name="From">The key of the step to begin from; every step that did not succeed is done anew with it. Only those when absent.</param>
/// <param name="Input">The run's input as it should be, whole; kept when absent.</param>
/// <param name="Fresh">Models are asked anew; else the answers that were paid for before count again, where the question is the same.</param>
internal sealed record RetryRequest(string? From, JsonElement? Input, bool Fresh = false) : IStoredJson<RetryRequest>;

/// <param name="RunId">The run.</param>
/// <param name="Status">Its status.</param>
/// <param name="Links">Where to follow it.</param>
internal sealed record RunStarted(Guid RunId, string Status, RunLinks Links)
{
    public static RunStarted Queued(Guid runId) => new(runId, Statuses.Queued, RunLinks.To(runId));
}

internal static class RetryRun
{
    public static async Task<Results<Accepted<RunStarted>, Problem>> HandleAsync(
        Guid runId, RetryRequest? request, WorkspaceContext workspace, RunControl control, IdempotentRequest? key, HttpContext context, CancellationToken cancellationToken)
    {
        if (request?.Input is { ValueKind: not JsonValueKind.Object })
            return Problem.Invalid("input", "Is an object, as the run was begun with.");
        Func<JsonElement, JsonElement>? correct = request?.Input is { } input ? _ => input : null;
        var started = RunStarted.Queued(runId);
        var outcome = await control.RedoAsync(workspace.WorkspaceId, runId, new(request?.From, correct, request?.Fresh ?? false), RecordAsync, cancellationToken);
        return outcome is RedoOutcome.Queued ? TypedResults.Accepted(started.Links.Run, started) : RedoProblems.Of(outcome);

        // In the transaction of the work: a repeat of the request gets this answer.
        Task RecordAsync(Scope scope) => key.SaveAcceptedAsync(scope, context, started, started.Links.Run, cancellationToken);
    }
}

internal static class RedoProblems
{
    public static Problem Of(RedoOutcome outcome) => outcome switch
    {
        RedoOutcome.StillRunning => Problem.Conflict("run_not_over", "The run is still going on.", "Wait for its end or cancel it first."),
        RedoOutcome.NothingToDo => Problem.Conflict("nothing_to_retry", "Every step succeeded.", "Name the step to begin from."),
        RedoOutcome.NewSteps => Problem.Invalid("input", "It asks for steps that the run was begun without.", "Start a new run with this input."),
        RedoOutcome.NoSuchStep => Problem.NotFound("step"),
        _ => Problem.NotFound("run"),
    };
}
