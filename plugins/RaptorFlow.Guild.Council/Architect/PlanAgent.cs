using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Architect;

/// <summary>Turns a request into a plan of tasks, staffs it from the registry, and holds it against the design rules.</summary>
internal sealed class PlanAgent : Agent<PlanInput, RunPlan>
{
    protected override ValueTask<Draft<RunPlan>> DraftAsync(PlanInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var request = RequestReader.Read(input);
        var staffing = new Staffing(input.Agents);
        var steps = request.Steps.Select(staffing.Staff).ToList();
        var schedule = Schedule.Of(steps, context.Card.Limit("default_timeout_seconds", 60));
        var violations = Rules(context).Check(steps, schedule);
        var shares = BudgetShares.Of([.. schedule.Order.Select(s => Weight(s, context.Card))]);
        var plan = new RunPlan
        {
            RequestType = request.Type,
            Approved = violations.Count == 0,
            Tasks = [.. schedule.Order.Select((s, i) => Task(s, schedule, shares[i]))],
            Replaced = [.. steps.Where(s => s.Replacement is not null).Select(s => s.Replacement!)],
            HandOffs = HandOffs(schedule.Order),
            CriticalPath = schedule.CriticalPath,
            Violations = violations,
        };
        var questions = steps.Where(s => s.Listing is null).Take(6)
            .Select(s => new OpenQuestion($"Which host should serve {s.Step.Agent}, which the step '{s.Step.Key}' needs?", "agents")
            {
                Why = s.Step.Optional ? "Without it the run goes on with less." : "Without it the run cannot begin.",
            }).ToList();
        return ValueTask.FromResult(new Draft<RunPlan>
        {
            Output = plan,
            Confidence = Confidence.FromEvidence(steps.Count(s => s.Listing is not null), Math.Max(1, steps.Count), input.Workflow is null ? 1 : 2, questions.Count),
            OpenQuestions = questions,
            Decisions = [Decide(request, plan, schedule)],
        });
    }

    protected override IEnumerable<OutputProblem> Validate(PlanInput input, RunPlan output, AgentContext context)
    {
        if (output.Tasks.Count > 0 && output.Tasks.Sum(t => t.BudgetShare) != 1m)
            yield return new("tasks", "The budget shares must add up to 1.");
        foreach (var (task, i) in output.Tasks.Select((t, i) => (t, i)))
        {
            if (input.Agents.All(a => a.Code != task.Agent) && output.Approved)
                yield return new(string.Create(CultureInfo.InvariantCulture, $"tasks[{i}].agent"), $"{task.Agent} is not registered; an approved plan names only agents that are.");
        }
        // Whether the rules are kept is computed, never argued.
        var request = RequestReader.Read(input);
        var steps = request.Steps.Select(new Staffing(input.Agents).Staff).ToList();
        var rules = Rules(context).Check(steps, Schedule.Of(steps, context.Card.Limit("default_timeout_seconds", 60)));
        if (output.Approved != (rules.Count == 0))
            yield return new("approved", rules.Count == 0 ? "The plan keeps every rule and must be approved." : $"The plan breaks {rules[0]}");
    }

    private static DesignRules Rules(AgentContext context) =>
        new(context.Card.Limit("max_steps", 60), context.Card.Limit("max_run_seconds", 3600));

    private static double Weight(StaffedStep step, AgentCard card) => step.Listing?.Tier switch
    {
        "premium" => card.Parameter("weight_premium", 8),
        "balanced" => card.Parameter("weight_balanced", 3),
        "economy" => card.Parameter("weight_economy", 1),
        _ => 0,
    };

    private static PlannedTask Task(StaffedStep step, Schedule schedule, decimal share) => new(
        step.Step.Key, step.Listing?.Code ?? step.Step.Agent, step.Guild, step.Step.DependsOn,
        Priority(step, schedule), schedule.EndsAt[step.Step.Key], share);

    private static string Priority(StaffedStep step, Schedule schedule) =>
        schedule.CriticalPath.Contains(step.Step.Key, StringComparer.Ordinal) ? "critical"
        : step.Step.Optional ? "low"
        : schedule.Slack[step.Step.Key] * 5 <= schedule.TotalSeconds ? "high"
        : "normal";

    private static List<string> HandOffs(IReadOnlyList<StaffedStep> order)
    {
        var guilds = order.DistinctBy(s => s.Step.Key).ToDictionary(s => s.Step.Key, s => s.Guild, StringComparer.Ordinal);
        return [.. order.SelectMany(s => s.Step.DependsOn.Where(d => guilds.ContainsKey(d) && guilds[d] != s.Guild).Select(d => $"{guilds[d]} → {s.Guild} at {s.Step.Key}")).Distinct(StringComparer.Ordinal)];
    }

    private static Decision Decide(PlanRequest request, RunPlan plan, Schedule schedule) => new()
    {
        Kind = "plan",
        Choice = string.Create(CultureInfo.InvariantCulture, $"{(plan.Approved ? "Approved" : "Rejected")}: '{request.Type}' as {plan.Tasks.Count} tasks in {schedule.Stages} stages, at most {schedule.TotalSeconds} s."),
        Reasons =
        [
            request.HowRead,
            .. plan.Violations,
            .. plan.Approved ? [string.Create(CultureInfo.InvariantCulture, $"All {DesignRules.Count} design rules are kept.")] : Array.Empty<string>(),
            $"The critical path is {string.Join(" → ", plan.CriticalPath)}.",
            .. plan.Replaced.Select(r => r.Reason),
        ],
        Alternatives = [.. plan.Replaced.Where(r => r.Used is not null).Select(r => $"{r.Wanted} for '{r.Step}': wanted, replaced by {r.Used}.")],
    };
}
