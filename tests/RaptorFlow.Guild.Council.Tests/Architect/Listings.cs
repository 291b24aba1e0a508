using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Tests.Architect;

/// <summary>Agents as a registry shows them to planners.</summary>
internal static class Listings
{
    public static List<AgentListing> Registry() =>
    [
        Of("LORD-001", "council", "plan"), Of("LORD-002", "council", "admission", "learnings"), Of("LORD-003", "council", "positioning", "roadmap"),
        Of("RES-001", "research", "market"), Of("RES-002", "research", "competitors"), Of("RES-003", "research", "personas"),
        Of("RES-004", "research", "industry", "trends"), Of("RES-011", "research", "channels"), Of("RES-013", "research", "deep-dive"),
        Of("RES-014", "research", "fundamentals"), Of("RES-019", "research", "verification"),
        Of("MUSE-006", "muse", "content-pillars"), Of("MUSE-007", "muse", "message-house"),
        Of("MTX-016", "matrix", "forecast"), Of("GRD-009", "guardians", "advertising-law"),
    ];

    public static AgentListing Of(string code, string guild, params string[] capabilities) => new(
        code, code, guild, guild == "council" ? "premium" : guild == "muse" ? "balanced" : "economy",
        capabilities.Length > 0 ? capabilities : code switch { "LORD-002" => ["admission", "learnings"], "LORD-003" => ["positioning", "roadmap"], "RES-004" => ["industry", "trends"], _ => [code] }, true, null, 60);
}
