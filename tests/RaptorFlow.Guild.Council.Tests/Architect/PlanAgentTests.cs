using RaptorFlow.Agents;
using RaptorFlow.Council.Architect;
using RaptorFlow.Marketing;
using RaptorFlow.Sketches;
using RaptorFlow.Workflows;

namespace RaptorFlow.Council.Tests.Architect;

public sealed class PlanAgentTests
{
    private static readonly IAgentBehaviour Agent = new PlanAgent();

    [Fact]
    public async Task Plan_OnboardingWithAllAgents_IsApproved()
    {
        var plan = await PlanAsync("onboarding", Registry());

        Assert.True(plan.Approved, string.Join('\n', plan.Violations));
        Assert.Equal(16, plan.Tasks.Count);
        Assert.Equal(1m, plan.Tasks.Sum(t => t.BudgetShare));
        Assert.Equal("verification", plan.CriticalPath[^1]);
        Assert.Contains("research → council at positioning", plan.HandOffs);
        Assert.Contains(plan.Tasks, t => t is { Step: "forecast", Priority: "low" });
    }

    [Theory]
    [InlineData("Who are our competitors and what do they do better?", "competitive_analysis")]
    [InlineData("Wir brauchen eine Kampagne für den Frühling", "new_campaign")]
    [InlineData("We need a press answer to the product recall, this is a crisis", "crisis")]
    [InlineData("create quest", "create_quest")]
    public async Task Plan_FreeText_IsReadAsType(string request, string expected)
    {
        var plan = await PlanAsync(request, Registry());

        Assert.Equal(expected, plan.RequestType);
    }

    [Fact]
    public async Task Plan_UnknownRequest_IsRefusedWithTheKnownTypes()
    {
        var refusal = await Assert.ThrowsAsync<AgentInputException>(() => PlanAsync("zzz qqq", Registry()));

        Assert.Contains("war_brief", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new_campaign")]
    [InlineData("competitive_analysis")]
    [InlineData("war_brief")]
    [InlineData("create_quest")]
    [InlineData("content")]
    [InlineData("crisis")]
    [InlineData("report")]
    [InlineData("onboarding")]
    public async Task Plan_BuiltInTemplate_KeepsEveryRule(string type)
    {
        var everyone = Enumerable.Range(1, 30).SelectMany(i => new[] { Listing($"RES-{i:000}", "research"), Listing($"MUSE-{i:000}", "muse"), Listing($"LORD-{i:000}", "council"), Listing($"MTX-{i:000}", "matrix"), Listing($"GRD-{i:000}", "guardians") }).ToList();

        var plan = await PlanAsync(type, everyone);

        Assert.True(plan.Approved, string.Join('\n', plan.Violations));
        Assert.Empty(plan.Replaced);
    }

    [Fact]
    public async Task Plan_AgentUnwell_IsReplacedByOneWithTheCapability()
    {
        var agents = Registry().Select(a => a.Code == "RES-002" ? a with { Available = false, Reason = "guild faulted" } : a)
            .Append(Listing("XTR-001", "stranger", "competitors")).ToList();

        var plan = await PlanAsync("onboarding", agents);

        var replaced = Assert.Single(plan.Replaced);
        Assert.Equal("XTR-001", replaced.Used);
        Assert.Contains("guild faulted", replaced.Reason, StringComparison.Ordinal);
        Assert.True(plan.Approved, string.Join('\n', plan.Violations));
    }

    [Fact]
    public async Task Plan_GuardianMissing_IsRejectedWithTheRule()
    {
        var agents = Registry().Where(a => a.Code != "GRD-009").ToList();

        var draft = await Agent.DraftAsync<RunPlan>(new PlanInput { Request = "onboarding", Agents = agents }, TestContexts.Create("plan"));

        Assert.False(draft.Output.Approved);
        Assert.Contains(draft.Output.Violations, v => v.StartsWith("DR-05", StringComparison.Ordinal) && v.Contains("GRD-009", StringComparison.Ordinal));
        Assert.Contains(draft.OpenQuestions, q => q.Question.Contains("GRD-009", StringComparison.Ordinal));
        Assert.StartsWith("Rejected", Assert.Single(draft.Decisions).Choice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WorkflowWithCycle_NamesTheSteps()
    {
        var workflow = new WorkflowDefinition
        {
            Name = "loop", Summary = "", Steps =
            [
                new() { Key = "a", Title = "A", Agent = "RES-014", After = ["b"] },
                new() { Key = "b", Title = "B", Agent = "RES-002", Inputs = new Dictionary<string, string> { ["x"] = "steps.a" } },
                new() { Key = "check", Title = "Check", Agent = "RES-019", After = ["a", "b"] },
            ],
        };

        var draft = await Agent.DraftAsync<RunPlan>(new PlanInput { Request = "report", Agents = Registry(), Workflow = workflow }, TestContexts.Create("plan"));

        Assert.Contains(draft.Output.Violations, v => v.StartsWith("DR-04", StringComparison.Ordinal) && v.Contains("a, b", StringComparison.Ordinal));
        Assert.Equal(3, draft.Output.Tasks.Count);
    }

    [Fact]
    public async Task Plan_CopyThatNobodyChecks_IsRejected()
    {
        var workflow = new WorkflowDefinition
        {
            Name = "copy", Summary = "", Steps =
            [
                new() { Key = "facts", Title = "Facts", Agent = "RES-014" },
                new() { Key = "copy", Title = "Copy", Agent = "MUSE-007", After = ["facts"] },
                new() { Key = "verify", Title = "Verify", Agent = "RES-019", After = ["copy"] },
            ],
        };

        var draft = await Agent.DraftAsync<RunPlan>(new PlanInput { Request = "content", Agents = Registry(), Workflow = workflow }, TestContexts.Create("plan"));

        Assert.Equal(["DR-06"], draft.Output.Violations.Select(v => v[..5]));
        Assert.Contains("'copy'", draft.Output.Violations[0], StringComparison.Ordinal);
    }

    private static async Task<RunPlan> PlanAsync(string request, IReadOnlyList<AgentListing> agents) =>
        (await Agent.DraftAsync<RunPlan>(new PlanInput { Request = request, Agents = agents }, TestContexts.Create("plan"))).Output;

    private static List<AgentListing> Registry() =>
    [
        Listing("LORD-001", "council", "plan"), Listing("LORD-003", "council", "positioning", "roadmap"),
        Listing("RES-001", "research", "market"), Listing("RES-002", "research", "competitors"), Listing("RES-003", "research", "personas"),
        Listing("RES-004", "research", "industry", "trends"), Listing("RES-011", "research", "channels"), Listing("RES-013", "research", "deep-dive"),
        Listing("RES-014", "research", "fundamentals"), Listing("RES-019", "research", "verification"),
        Listing("MUSE-006", "muse", "content-pillars"), Listing("MUSE-007", "muse", "message-house"),
        Listing("MTX-016", "matrix", "forecast"), Listing("GRD-009", "guardians", "advertising-law"),
    ];

    private static AgentListing Listing(string code, string guild, params string[] capabilities) => new(
        code, code, guild, guild == "council" ? "premium" : guild == "muse" ? "balanced" : "economy",
        capabilities.Length > 0 ? capabilities : code switch { "LORD-003" => ["positioning", "roadmap"], "RES-004" => ["industry", "trends"], _ => [code] }, true, null, 60);
}
