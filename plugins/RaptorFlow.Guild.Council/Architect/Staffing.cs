using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Architect;

/// <summary>A step with the agent that will do it; <see cref="Listing"/> is null when none can.</summary>
internal sealed record StaffedStep(PlanStep Step, AgentListing? Listing, string Guild, Replacement? Replacement);

/// <summary>Checks that every agent is there and well, and finds stand-ins.</summary>
internal sealed class Staffing(IReadOnlyList<AgentListing> agents)
{
    private static readonly Lazy<FamilyFile> Families = new(() => DataFile.Load<FamilyFile>("Data/families.yaml"));

    public StaffedStep Staff(PlanStep step)
    {
        var wanted = agents.FirstOrDefault(a => string.Equals(a.Code, step.Agent, StringComparison.Ordinal));
        var lacks = wanted is { } w && step.Capability is { } c && !w.Capabilities.Contains(c, StringComparer.Ordinal);
        if (wanted is { Available: true } && !lacks)
            return new(step, wanted, wanted.Guild, null);

        var guild = wanted?.Guild ?? GuildOf(step.Agent);
        var problem = wanted is null ? $"{step.Agent} is not registered"
            : lacks ? $"{step.Agent} does not offer '{step.Capability}'"
            : $"{step.Agent} is not available ({wanted.Reason ?? "no host serves it"})";
        var (standIn, why) = StandIn(step, wanted, guild);
        var reason = standIn is null ? $"{problem}; no agent offers the same or belongs to its family." : $"{problem}; {standIn.Code} {standIn.Name} {why}.";
        return new(step, standIn, standIn?.Guild ?? guild, new(step.Key, step.Agent, standIn?.Code, reason));
    }

    private (AgentListing? Agent, string Why) StandIn(PlanStep step, AgentListing? wanted, string guild)
    {
        var capabilities = step.Capability is { } asked ? [asked] : wanted?.Capabilities ?? [];
        var others = agents.Where(a => a.Available && a.Code != step.Agent).OrderBy(a => a.Guild == guild ? 0 : 1).ThenBy(a => a.Code, StringComparer.Ordinal).ToList();
        foreach (var capability in capabilities)
        {
            if (others.FirstOrDefault(a => a.Capabilities.Contains(capability, StringComparer.Ordinal)) is { } same)
                return (same, $"offers the same capability, '{capability}'");
        }
        // A named capability is a promise of input and output; kinship alone does not keep it.
        if (step.Capability is not null)
            return (null, "");
        foreach (var (family, codes) in Families.Value.Families.Where(f => f.Value.Contains(step.Agent)))
        {
            if (others.FirstOrDefault(a => a.Guild == guild && codes.Contains(a.Code)) is { } kin)
                return (kin, $"is of the same guild and family ('{family}'); its output should be looked at before it is used");
        }
        return (null, "");
    }

    private static string GuildOf(string code) =>
        Families.Value.Guilds.TryGetValue(code.Split('-')[0], out var guild) ? guild : "unknown";

    internal sealed class FamilyFile
    {
        public Dictionary<string, string> Guilds { get; set; } = [];

        public Dictionary<string, List<string>> Families { get; set; } = [];
    }
}
