using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Runs;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Campaigns;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Agents;

/// <param name="Capability">What is asked for; the agent's first when absent.</param>
/// <param name="Input">An object in the capability's input schema.</param>
/// <param name="CampaignId">The campaign it is for.</param>
/// <param name="Run">Priority and limits.</param>
internal sealed record InvokeRequest(string? Capability, JsonElement Input, Guid? CampaignId, RunOptions? Run = null);

/// <param name="RunId">The run.</param>
/// <param name="Status">The run's status.</param>
/// <param name="Result">The agent's result, once it has one.</param>
/// <param name="Links">Where to follow it.</param>
internal sealed record InvokeResponse(Guid RunId, string Status, JsonElement? Result, RunLinks Links);

internal sealed record RunLinks(string Run, string Events)
{
    public static RunLinks To(Guid runId) => new($"/api/runs/{runId}", $"/api/runs/{runId}/events");
}

internal static class InvokeAgent
{
    private const int MostWait = 100;

    /// <param name="code">The agent's code.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="workspace">The tenant.</param>
    /// <param name="registry">The agents there are.</param>
    /// <param name="campaigns">The campaigns there are.</param>
    /// <param name="start">Starts the run.</param>
    /// <param name="quotes">The quotes there are.</param>
    /// <param name="stream">Follows it.</param>
    /// <param name="runs">Reads its result.</param>
    /// <param name="key">The client's idempotency key.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">The client went away; the run goes on.</param>
    /// <param name="wait">Seconds to wait for the result, 0 to 100.</param>
    public static async Task<Results<Ok<InvokeResponse>, Accepted<InvokeResponse>, Problem>> HandleAsync(
        string code, InvokeRequest request, WorkspaceContext workspace, AgentRegistry registry, CampaignStore campaigns, RunStart start, RunQuotes quotes, RunEventFeed stream, RunReader runs,
        IdempotentRequest? key, HttpContext context, CancellationToken cancellationToken, int wait = 30)
    {
        if (wait is < 0 or > MostWait)
            return Problem.Invalid("wait", $"Lies between 0 and {MostWait} seconds.");
        if ((await registry.AgentsAsync(cancellationToken)).FirstOrDefault(a => a.Code == code) is not { } agent)
            return Problem.NotFound("agent");
        if (request.Capability is { } asked && agent.Capabilities.All(c => c.Name != asked))
            return Problem.Invalid("capability", $"{code} has no '{asked}'.", $"It has {string.Join(", ", agent.Capabilities.Select(c => c.Name))}.");
        if (JsonInput.Problem("input", request.Input) is { } bad)
            return bad;
        if (RunOptions.Problem(request.Run) is { } unfit)
            return unfit;
        var workflow = RunStart.Alone(agent, request.Capability).Name;
        if (await QuoteBinding.ProblemAsync(request.Run, workflow, workspace.WorkspaceId, quotes, cancellationToken) is { } unquoted)
            return unquoted;
        if (request.CampaignId is { } campaign && await campaigns.FindAsync(workspace.WorkspaceId, campaign, cancellationToken) is null)
            return Problem.NotFound("campaign");
        if (!agent.Available)
            return Problem.Unavailable("agent_unavailable", $"{code} is not available: {agent.Reason}.");

        var order = new RunStart.Order { WorkspaceId = workspace.WorkspaceId, UserId = workspace.UserId, CampaignId = request.CampaignId, RequestId = Activity.Current?.TraceId.ToString(), Input = request.Input };
        var (accepted, refusal) = await start.AgentAsync(agent, request.Capability, RunOptions.Apply(request.Run, order), key is null && request.Run?.QuoteId is null ? null : RecordAsync, cancellationToken);
        if (accepted is null)
            return Problem.Unavailable("agent_unavailable", refusal!);
        await WaitAsync(stream, workspace.WorkspaceId, accepted.RunId, TimeSpan.FromSeconds(wait), cancellationToken);
        var run = (await runs.FindAsync(workspace.WorkspaceId, accepted.RunId, cancellationToken))!;
        var response = new InvokeResponse(run.Id, run.Status, run.Tasks[0].Result, RunLinks.To(run.Id));
        return run.Status switch
        {
            Statuses.Succeeded => TypedResults.Ok(response),
            Statuses.Failed => Problem.Unprocessable("agent_failed", run.Tasks[0].Error ?? "The agent failed.", $"See {response.Links.Run}."),
            _ => TypedResults.Accepted(response.Links.Run, response),
        };

        // In the run's own transaction: a repeat gets this run, whatever becomes of the process or of the client's patience.
        async Task RecordAsync(Scope scope, Guid runId)
        {
            await QuoteBinding.BindAsync(request.Run, workflow, scope, runId, cancellationToken);
            var links = RunLinks.To(runId);
            await key.SaveAcceptedAsync(scope, context, new InvokeResponse(runId, Statuses.Queued, null, links), links.Run, cancellationToken);
        }
    }

    private static async Task WaitAsync(RunEventFeed stream, Guid workspaceId, Guid runId, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(wait);
        try
        {
            await foreach (var _ in stream.FollowAsync(workspaceId, runId, 0, patience.Token))
            {
                // Only the end of the stream matters: the run is over.
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It takes longer than the caller wants to wait: the answer says where to look.
        }
    }
}
