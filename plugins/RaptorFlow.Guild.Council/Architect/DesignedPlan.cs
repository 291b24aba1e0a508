using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Architect;

/// <summary>Steps staffed from the registry, scheduled, and held against the design rules.</summary>
internal sealed class DesignedPlan
{
    private readonly AgentCard _card;

    public DesignedPlan(IReadOnlyList<PlanStep> steps, IReadOnlyList<AgentListing> agents, AgentCard card)
    {
        _card = card;
        Steps = steps;
        var staffing = new Staffing(agents);
        Staffed = [.. steps.Select(staffing.Staff)];
        Schedule = Schedule.Of(Staffed, card.Limit("default_timeout_seconds", 60));
        Breaches = new DesignRules(card.Limit("max_steps", 60), card.Limit("max_run_seconds", 3600)).Check(Staffed, Schedule);
    }

    public IReadOnlyList<PlanStep> Steps { get; }

    public IReadOnlyList<StaffedStep> Staffed { get; }

    public Schedule Schedule { get; }

    public IReadOnlyList<Breach> Breaches { get; }

    public RunPlan ToRunPlan(string requestType)
    {
        var shares = BudgetShares.Of([.. Schedule.Order.Select(Weight)]);
        return new()
        {
            RequestType = requestType,
            Approved = Breaches.Count == 0,
            Tasks = [.. Schedule.Order.Select((s, i) => Task(s, shares[i]))],
            Replaced = [.. Staffed.Where(s => s.Replacement is not null).Select(s => s.Replacement!)],
            HandOffs = HandOffs(),
            CriticalPath = Schedule.CriticalPath,
            Violations = [.. Breaches.Select(b => b.Text)],
        };
    }

    /// <summary>What must be known before the plan can be relied on: who does the work that nobody does.</summary>
    public IReadOnlyList<OpenQuestion> OpenQuestions() =>
        [.. Staffed.Where(s => s.Listing is null).Take(6).Select(s => new OpenQuestion($"Which host should serve {s.Step.Agent}, which the step '{s.Step.Key}' needs?", "agents")
        {
            Why = s.Step.Optional ? "Without it the run goes on with less." : "Without it the run cannot begin.",
        })];

    /// <summary>How many tasks, in how many stages, how long at most.</summary>
    public string Extent() =>
        string.Create(CultureInfo.InvariantCulture, $"{Schedule.Order.Count} tasks in {Schedule.Stages} stages, at most {Schedule.TotalSeconds} s");

    private double Weight(StaffedStep step) => step.Listing?.Tier switch
    {
        "premium" => _card.Parameter("weight_premium", 8),
        "balanced" => _card.Parameter("weight_balanced", 3),
        "economy" => _card.Parameter("weight_economy", 1),
        _ => 0,
    };

    private PlannedTask Task(StaffedStep step, decimal share) => new(
        step.Step.Key, step.Listing?.Code ?? step.Step.Agent, step.Guild, step.Step.DependsOn,
        Priority(step), Schedule.EndsAt[step.Step.Key], share);

    private string Priority(StaffedStep step) =>
        Schedule.CriticalPath.Contains(step.Step.Key, StringComparer.Ordinal) ? "critical"
        : step.Step.Optional ? "low"
        : Schedule.Slack[step.Step.Key] * 5 <= Schedule.TotalSeconds ? "high"
        : "normal";

    private List<string> HandOffs()
    {
        var guilds = Schedule.Order.DistinctBy(s => s.Step.Key).ToDictionary(s => s.Step.Key, s => s.Guild, StringComparer.Ordinal);
        return [.. Schedule.Order.SelectMany(s => s.Step.DependsOn.Where(d => guilds.ContainsKey(d) && guilds[d] != s.Guild).Select(d => $"{guilds[d]} → {s.Guild} at {s.Step.Key}")).Distinct(StringComparer.Ordinal)];
    }
}
