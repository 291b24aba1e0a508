using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

/// <param name="From">The key of the step to begin from. It, all that builds on it, and what did not succeed are done; the others' recorded results are taken over.</param>
/// <param name="Input">The new run's input, whole; the old run's when absent.</param>
/// <param name="Fresh">Models are asked anew; else the answers that the old run paid for count again, where the question is the same.</param>
internal sealed record ForkRequest(string? From, JsonElement? Input, bool Fresh = false) : IStoredJson<ForkRequest>;

internal static class ForkRun
{
    public static async Task<Results<Accepted<RunStarted>, Problem>> HandleAsync(
        Guid runId, ForkRequest request, WorkspaceContext workspace, RunFork fork, IdempotentRequest? key, HttpContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.From))
            return Problem.Invalid("from", "Is the key of the step to begin from.", "Read the run for its steps.");
        if (request.Input is { ValueKind: not JsonValueKind.Object })
            return Problem.Invalid("input", "Is an object, as the run was begun with.");
        var order = new RunFork.Order(request.From, request.Input, workspace.UserId, Activity.Current?.TraceId.ToString(), request.Fresh);
        var (run, outcome) = await fork.ForkAsync(workspace.WorkspaceId, runId, order, RecordAsync, cancellationToken);
        if (run is null)
            return RedoProblems.Of(outcome);
        var started = RunStarted.Queued(run.RunId);
        return TypedResults.Accepted(started.Links.Run, started);

        Task RecordAsync(Scope scope, Guid id)
        {
            var made = RunStarted.Queued(id);
            return key.SaveAcceptedAsync(scope, context, made, made.Links.Run, cancellationToken);
        }
    }
}
