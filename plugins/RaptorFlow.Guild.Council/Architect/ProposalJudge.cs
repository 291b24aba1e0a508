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
        var plan = DesignedPlan.Of(steps, input.Agents, card);
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
        var changed = DesignedPlan.Of(steps, input.Agents, card);
        return (changed, [.. Rules.Value.SelectMany(rule => Breaches(rule.Check, proposal, obstacles, plan, changed).Select(what => $"{rule.Id}: {rule.Text} {what}"))]);
    }

    private IEnumerable<string> Breaches(string check, PlanProposal proposal, IReadOnlyList<string> obstacles, DesignedPlan before, DesignedPlan after) => check switch
    {
        "reasoned" => string.IsNullOrWhiteSpace(proposal.By) || string.IsNullOrWhiteSpace(proposal.Reason)
            ? [string.IsNullOrWhiteSpace(proposal.By) ? "It does not say who makes it." : "It does not say what for."] : [],
        "applicable" => obstacles,
        "not_begun" => proposal.Changes.Select(c => c.Step).Where(_begun.Contains).Distinct(StringComparer.Ordinal).Select(s => $"'{s}' has."),
        "sound" => after.Breaches.Where(b => !before.Breaches.Any(o => o.Subject == b.Subject && o.Size >= b.Size)).Select(b => b.Text),
        _ => throw new InvalidOperationException($"The change rules name a check '{check}' that is not there."),
    };

    private static string Effect(PlanProposal proposal, DesignedPlan before, DesignedPlan after) =>
        $"It {string.Join(", ", proposal.Changes.Select(PlanChanges.Describe))}: from {before.Extent()}, to {after.Extent()}.";
}
