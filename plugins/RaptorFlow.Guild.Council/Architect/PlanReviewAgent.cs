using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Council.Architect;

/// <summary>Approves or rejects proposed changes to a plan by the written rules, and records each verdict as a decision.</summary>
internal sealed class PlanReviewAgent : Agent<PlanReviewInput, PlanReview>
{
    protected override ValueTask<Draft<PlanReview>> DraftAsync(PlanReviewInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var (review, design) = Review(input, context);
        var questions = design.OpenQuestions();
        return ValueTask.FromResult(new Draft<PlanReview>
        {
            Output = review,
            Confidence = Confidence.FromEvidence(design.Staffed.Count(s => s.Listing is not null), Math.Max(1, design.Staffed.Count), input.Workflow is null ? 1 : 2, questions.Count),
            OpenQuestions = questions,
            Decisions = [.. input.Proposals.Zip(review.Verdicts, Decide)],
        });
    }

    protected override IEnumerable<OutputProblem> Validate(PlanReviewInput input, PlanReview output, AgentContext context)
    {
        var (computed, _) = Review(input, context);
        if (output.Verdicts.Count != computed.Verdicts.Count)
            yield return new("verdicts", string.Create(CultureInfo.InvariantCulture, $"There are {computed.Verdicts.Count} proposals; each has one verdict."));
        foreach (var (verdict, given, i) in computed.Verdicts.Zip(output.Verdicts).Select((p, i) => (p.First, p.Second, i)))
        {
            if (given.Proposal != verdict.Proposal || given.Approved != verdict.Approved || !given.Breaches.SequenceEqual(verdict.Breaches))
                yield return new(string.Create(CultureInfo.InvariantCulture, $"verdicts[{i}]"), "Whether the rules are kept is computed; only the effect may be worded anew.");
        }
        foreach (var problem in ComputedPlan.Differences(computed.Plan, output.Plan, "plan."))
            yield return problem;
    }

    private static (PlanReview Review, DesignedPlan Design) Review(PlanReviewInput input, AgentContext context)
    {
        PlanChanges.Require(input.Proposals);
        var request = RequestReader.Read(input);
        var (verdicts, design) = new ProposalJudge(input, context.Card).Judge(request.Steps);
        return (new() { Verdicts = verdicts, Plan = design.ToRunPlan(request.Type) }, design);
    }

    private static Decision Decide(PlanProposal proposal, ProposalVerdict verdict) => new()
    {
        Kind = "plan_change",
        Choice = $"{(verdict.Approved ? "Approved" : "Rejected")}: proposal '{verdict.Proposal}'{(string.IsNullOrWhiteSpace(proposal.By) ? "" : $" of {proposal.By}")}.",
        Reasons =
        [
            verdict.Effect,
            .. string.IsNullOrWhiteSpace(proposal.Reason) ? Array.Empty<string>() : [$"Proposed because: {proposal.Reason}"],
            .. verdict.Breaches,
            .. verdict.Approved ? ["It keeps every change rule, and breaks no design rule that the plan kept."] : Array.Empty<string>(),
        ],
        Alternatives = verdict.Approved ? ["The plan as it was."] : [],
    };
}
