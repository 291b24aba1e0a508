using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Architect;

/// <summary>Judges proposals one after the other, each upon the plan that those approved before it have made.</summary>
internal sealed class ProposalJudge(PlanReviewInput input, AgentCard card)
{
    private static readonly Lazy<IReadOnlyList<DesignRules.Rule>> Rules = new(() => DataFile.Load<List<DesignRules.Rule>>("Data/change-rules.yaml"));

    private readonly HashSet<string> _begun = [.. input.Begun];

    public (IReadOnlyList<ProposalVerdict> Verdicts, DesignedPlan Plan) Judge(IReadOnlyList<PlanStep> steps)
    {
        var plan = new DesignedPlan(steps, input.Agents, card);
        var verdicts = new List<ProposalVerdict>();
        foreach (var proposal in input.Proposals)
        {
            var (changed, breaches) = Try(proposal, plan);
            verdicts.Add(new(proposal.Id, breaches.Count == 0, Effect(proposal, plan, changed), breaches));
            plan = breaches.Count == 0 ? changed : plan;
        }
        return (verdicts, plan);
    }

    private (DesignedPlan Plan, IReadOnlyList<string> Breaches) Try(PlanProposal proposal, DesignedPlan plan)
    {
        var steps = plan.Steps;
        var obstacles = new List<string>();
        foreach (var change in proposal.Changes)
        {
            (steps, var obstacle) = PlanChanges.Apply(steps, change);
            if (obstacle is not null)
                obstacles.Add(obstacle);
        }
        var changed = new DesignedPlan(steps, input.Agents, card);
        return (changed, [.. Rules.Value.SelectMany(rule => Breaches(rule.Check, proposal, obstacles, plan, changed).Select(what => $"{rule.Id}: {rule.Text} {what}"))]);
    }

    private IEnumerable<string> Breaches(string check, PlanProposal proposal, IReadOnlyList<string> obstacles, DesignedPlan before, DesignedPlan after) => check switch
    {
        "reasoned" => string.IsNullOrWhiteSpace(proposal.By) || string.IsNullOrWhiteSpace(proposal.Reason)
            ? [string.IsNullOrWhiteSpace(proposal.By) ? "It does not say who makes it." : "It does not say what for."] : [],
        "applicable" => obstacles,
        "not_begun" => proposal.Changes.Select(c => c.Step).Where(_begun.Contains).Distinct(StringComparer.Ordinal).Select(s => $"'{s}' has."),
        "sound" => after.Breaches.Where(b => !before.Breaches.Any(o => o.Subject == b.Subject && o.Size >= b.Size)).Select(b => b.Text),
        "same_work" => proposal.Changes.Where(c => c.Kind == PlanChangeKind.Reassign).SelectMany(c => OtherWork(c, before)),
        _ => throw new InvalidOperationException($"The change rules name a check '{check}' that is not there."),
    };

    private IEnumerable<string> OtherWork(PlanChange change, DesignedPlan before)
    {
        var step = before.Staffed.FirstOrDefault(s => s.Step.Key == change.Step);
        var work = step?.Step.Capability ?? (step?.Listing is { Capabilities: [var first, ..] } ? first : null);
        if (work is not null && input.Agents.FirstOrDefault(a => a.Code == change.Agent) is { } taker && (!taker.Capabilities.Contains(work) || (change.Capability ?? work) != work))
            yield return $"'{change.Step}' needs '{work}', {taker.Code} would give {change.Capability ?? string.Join(", ", taker.Capabilities)}.";
    }

    private static string Effect(PlanProposal proposal, DesignedPlan before, DesignedPlan after) =>
        $"It {string.Join(", ", proposal.Changes.Select(PlanChanges.Describe))}: from {before.Extent()}, to {after.Extent()}.";
}
