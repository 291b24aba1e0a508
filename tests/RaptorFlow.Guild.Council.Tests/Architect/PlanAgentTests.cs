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
        var plan = await PlanAsync("onboarding", Listings.Registry());

        Assert.True(plan.Approved, string.Join('\n', plan.Violations));
        Assert.Equal(18, plan.Tasks.Count);
        Assert.Equal(1m, plan.Tasks.Sum(t => t.BudgetShare));
        Assert.Equal(["verification", "knowledge"], plan.CriticalPath.TakeLast(2));
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
        var plan = await PlanAsync(request, Listings.Registry());

        Assert.Equal(expected, plan.RequestType);
    }

    [Fact]
    public async Task Plan_UnknownRequest_IsRefusedWithTheKnownTypes()
    {
        var refusal = await Assert.ThrowsAsync<AgentInputException>(() => PlanAsync("zzz qqq", Listings.Registry()));

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
        var everyone = Enumerable.Range(1, 30).SelectMany(i => new[] { Listings.Of($"RES-{i:000}", "research"), Listings.Of($"MUSE-{i:000}", "muse"), Listings.Of($"LORD-{i:000}", "council"), Listings.Of($"MTX-{i:000}", "matrix"), Listings.Of($"GRD-{i:000}", "guardians") }).ToList();

        var plan = await PlanAsync(type, everyone);

        Assert.True(plan.Approved, string.Join('\n', plan.Violations));
        Assert.Empty(plan.Replaced);
    }

    [Fact]
    public async Task Plan_AgentUnwell_IsReplacedByOneWithTheCapability()
    {
        var agents = Listings.Registry().Select(a => a.Code == "RES-002" ? a with { Available = false, Reason = "guild faulted" } : a)
            .Append(Listings.Of("XTR-001", "stranger", "competitors")).ToList();

        var plan = await PlanAsync("onboarding", agents);

        var replaced = Assert.Single(plan.Replaced);
        Assert.Equal("XTR-001", replaced.Used);
        Assert.Contains("guild faulted", replaced.Reason, StringComparison.Ordinal);
        Assert.True(plan.Approved, string.Join('\n', plan.Violations));
    }

    [Fact]
    public async Task Plan_GuardianMissing_IsRejectedWithTheRule()
    {
        var agents = Listings.Registry().Where(a => a.Code != "GRD-009").ToList();

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

        var draft = await Agent.DraftAsync<RunPlan>(new PlanInput { Request = "report", Agents = Listings.Registry(), Workflow = workflow }, TestContexts.Create("plan"));

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

        var draft = await Agent.DraftAsync<RunPlan>(new PlanInput { Request = "content", Agents = Listings.Registry(), Workflow = workflow }, TestContexts.Create("plan"));

        Assert.Equal(["DR-06"], draft.Output.Violations.Select(v => v[..5]));
        Assert.Contains("'copy'", draft.Output.Violations[0], StringComparison.Ordinal);
    }

    private static async Task<RunPlan> PlanAsync(string request, IReadOnlyList<AgentListing> agents) =>
        (await Agent.DraftAsync<RunPlan>(new PlanInput { Request = request, Agents = agents }, TestContexts.Create("plan"))).Output;

    [Fact]
    public async Task Validate_AnythingButAReasonChanged_IsRefused()
    {
        var context = TestContexts.Create("plan");
        var input = new PlanInput { Request = "onboarding", Agents = [.. Listings.Registry().Where(a => a.Code != "MTX-016")] };
        var plan = (await Agent.DraftAsync<RunPlan>(input, context)).Output;

        Assert.Empty(Agent.Validate(input, plan, context));
        Assert.Empty(Agent.Validate(input, plan with { Replaced = [.. plan.Replaced.Select(r => r with { Reason = "Nobody forecasts." })] }, context));
        foreach (var (altered, field) in new (RunPlan, string)[]
        {
            (plan with { Approved = false }, "approved"),
            (plan with { Violations = ["DR-01"] }, "violations"),
            (plan with { CriticalPath = [] }, "critical_path"),
            (plan with { HandOffs = [] }, "hand_offs"),
            (plan with { RequestType = "report" }, "request_type"),
            (plan with { Replaced = [] }, "replaced"),
            (plan with { Tasks = [.. plan.Tasks.Skip(1)] }, "tasks"),
            (plan with { Tasks = [plan.Tasks[0] with { Agent = "RES-099" }, .. plan.Tasks.Skip(1)] }, "tasks[0]"),
        })
            Assert.Contains(Agent.Validate(input, altered, context), p => p.Path == field);
    }
}
