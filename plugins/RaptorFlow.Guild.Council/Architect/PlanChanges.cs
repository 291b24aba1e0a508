using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Architect;

/// <summary>Applies changes to a plan's steps.</summary>
internal static class PlanChanges
{
    /// <returns>The steps after the change, or why it cannot be applied.</returns>
    public static (IReadOnlyList<PlanStep> Steps, string? Obstacle) Apply(IReadOnlyList<PlanStep> steps, PlanChange change)
    {
        var old = steps.FirstOrDefault(s => s.Key == change.Step);
        if (change.Kind == PlanChangeKind.Add)
        {
            return old is not null
                ? (steps, $"'{change.Step}' is there already.")
                : ([.. steps, new PlanStep(change.Step, change.Agent!, change.Capability, change.DependsOn ?? [], change.Optional ?? false)], null);
        }
        if (old is null)
            return (steps, $"There is no '{change.Step}'.");
        if (change.Kind == PlanChangeKind.Remove)
            return ([.. steps.Where(s => s.Key != change.Step).Select(s => s with { DependsOn = [.. s.DependsOn.Where(d => d != change.Step)] })], null);
        var altered = change.Kind switch
        {
            PlanChangeKind.Reassign => old with { Agent = change.Agent!, Capability = change.Capability ?? old.Capability },
            PlanChangeKind.Rewire => old with { DependsOn = change.DependsOn! },
            _ => old with { Optional = change.Optional!.Value },
        };
        return altered with { DependsOn = old.DependsOn } == old && altered.DependsOn.ToHashSet().SetEquals(old.DependsOn)
            ? (steps, $"'{change.Step}' is so already.")
            : ([.. steps.Select(s => s.Key == change.Step ? altered : s)], null);
    }

    /// <exception cref="AgentInputException">A field that the kind of change needs is missing.</exception>
    public static void Require(IReadOnlyList<PlanProposal> proposals)
    {
        if (proposals.Count is 0 or > 50)
            throw new AgentInputException("proposals", "takes 1 to 50 proposals.");
        if (proposals.GroupBy(p => p.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new AgentInputException("proposals", $"'{twice.Key}' stands twice; give every proposal an id of its own.");
        foreach (var (proposal, i) in proposals.Select((p, i) => (p, i)))
        {
            if (proposal.Changes.Count is 0 or > 60)
                throw new AgentInputException(string.Create(CultureInfo.InvariantCulture, $"proposals[{i}].changes"), "takes 1 to 60 changes.");
            foreach (var (change, j) in proposal.Changes.Select((c, j) => (c, j)))
            {
                if (Missing(change) is { } field)
                    throw new AgentInputException(string.Create(CultureInfo.InvariantCulture, $"proposals[{i}].changes[{j}].{field}"), $"is needed to {Verb(change.Kind)} a step.");
            }
        }
    }

    public static string Describe(PlanChange change) => change.Kind switch
    {
        PlanChangeKind.Add => $"adds '{change.Step}' by {change.Agent}",
        PlanChangeKind.Remove => $"removes '{change.Step}'",
        PlanChangeKind.Reassign => $"gives '{change.Step}' to {change.Agent}",
        PlanChangeKind.Rewire => change.DependsOn!.Count == 0 ? $"lets '{change.Step}' wait for nothing" : $"lets '{change.Step}' wait for {string.Join(", ", change.DependsOn.Select(d => $"'{d}'"))}",
        _ => $"makes '{change.Step}' {(change.Optional!.Value ? "optional" : "required")}",
    };

    private static string? Missing(PlanChange change) => change switch
    {
        { Step: "" } => "step",
        { Kind: PlanChangeKind.Add or PlanChangeKind.Reassign, Agent: null or "" } => "agent",
        { Kind: PlanChangeKind.Rewire, DependsOn: null } => "depends_on",
        { Kind: PlanChangeKind.SetOptional, Optional: null } => "optional",
        _ => null,
    };

    private static string Verb(PlanChangeKind kind) => kind switch
    {
        PlanChangeKind.Add => "add",
        PlanChangeKind.Remove => "remove",
        PlanChangeKind.Reassign => "reassign",
        PlanChangeKind.Rewire => "rewire",
        _ => "make optional or required",
    };
}
