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
        var design = new DesignedPlan(request.Steps, input.Agents, context.Card);
        var plan = design.ToRunPlan(request.Type);
        var questions = design.OpenQuestions();
        return ValueTask.FromResult(new Draft<RunPlan>
        {
            Output = plan,
            Confidence = Confidence.FromEvidence(design.Staffed.Count(s => s.Listing is not null), Math.Max(1, design.Staffed.Count), input.Workflow is null ? 1 : 2, questions.Count),
            OpenQuestions = questions,
            Decisions = [Decide(request, plan, design)],
        });
    }

    protected override IEnumerable<OutputProblem> Validate(PlanInput input, RunPlan output, AgentContext context)
    {
        var request = RequestReader.Read(input);
        return ComputedPlan.Differences(new DesignedPlan(request.Steps, input.Agents, context.Card).ToRunPlan(request.Type), output, "");
    }

    private static Decision Decide(PlanRequest request, RunPlan plan, DesignedPlan design) => new()
    {
        Kind = "plan",
        Choice = $"{(plan.Approved ? "Approved" : "Rejected")}: '{request.Type}' as {design.Extent()}.",
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
