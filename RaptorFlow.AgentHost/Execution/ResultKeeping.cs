using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Runs;
using RaptorFlow.Workflows;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>Brings an agent's result into the ledger, by what the result and its step ask for: more tasks, a person's approval, or nothing more.</summary>
internal sealed class ResultKeeping(TaskCompletion completion, TaskExpansion expansion, Approvals approvals, AgentRegistry registry)
{
    /// <returns>What it makes due; null when the fence is stale and nothing was changed.</returns>
    /// <exception cref="AgentInputException">The result asks for more than a run may hold.</exception>
    public async Task<LedgerChange?> KeepAsync(TaskClaim claim, AgentResult result, Func<TaskClaim, Continuation?> next, CancellationToken cancellationToken)
    {
        if (result.Needs.Count > 0)
            return await expansion.ExpandAsync(claim, result, await PlacesAsync(result.Needs, cancellationToken), cancellationToken);
        if (claim.Approval is { ValueKind: JsonValueKind.Object } rule)
            return await approvals.RequestAsync(claim, rule.Deserialize<ApprovalRule>(CoreJson.Options)!, result, cancellationToken);
        return await completion.SucceedAsync(claim, result, next(claim), cancellationToken);
    }

    private async Task<Dictionary<string, AgentPlace>> PlacesAsync(IReadOnlyList<TaskRequest> needs, CancellationToken cancellationToken)
    {
        var wanted = needs.Select(n => n.Agent).ToHashSet(StringComparer.Ordinal);
        return (await registry.AgentsAsync(cancellationToken)).Where(a => wanted.Contains(a.Code)).ToDictionary(a => a.Code, AgentPlace.Of);
    }
}
