using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Runs;
using RaptorFlow.Workflows;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>Brings an agent's result into the ledger, by what the result and its step ask for: more tasks, a person's approval, something to be remembered, or nothing more.</summary>
internal sealed class ResultKeeping(TaskCompletion completion, TaskExpansion expansion, Approvals approvals, Remembering remembering, AgentRegistry registry)
{
    /// <returns>What it makes due; null when the fence is stale and nothing was changed.</returns>
    /// <exception cref="AgentInputException">The result asks for more than a run may hold.</exception>
    public async Task<LedgerChange?> KeepAsync(TaskClaim claim, AgentResult result, Func<TaskClaim, Continuation?> next, CancellationToken cancellationToken)
    {
        if (result.Needs.Count > 0)
            return await expansion.ExpandAsync(claim, result, await PlacesAsync(result.Needs, cancellationToken), cancellationToken);
        if (claim.Approval is { ValueKind: JsonValueKind.Object } rule)
            return await approvals.RequestAsync(claim, rule.Deserialize<ApprovalRule>(CoreJson.Options)!, Unkept(result), cancellationToken);
        if (result.Remembers.Count > 0)
            result = await remembering.KeepAsync(claim, result, cancellationToken);
        return await completion.SucceedAsync(claim, result, next(claim), cancellationToken);
    }

    // What waits for a person is not known yet, and what is approved is not computed again.
    private static AgentResult Unkept(AgentResult result) => result.Remembers.Count == 0 ? result : result with { Remembers = [], Notes = [.. result.Notes, "Nothing of it is remembered: the step asks for an approval."] };

    private async Task<Dictionary<string, AgentPlace>> PlacesAsync(IReadOnlyList<TaskRequest> needs, CancellationToken cancellationToken)
    {
        var wanted = needs.Select(n => n.Agent).ToHashSet(StringComparer.Ordinal);
        return (await registry.AgentsAsync(cancellationToken)).Where(a => wanted.Contains(a.Code)).ToDictionary(a => a.Code, AgentPlace.Of);
    }
}
