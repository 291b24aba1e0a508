using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.AdvertisingLaw;

/// <summary>Checks every line meant for the public against advertising law and the brief's own rules. A model may add findings, never remove one.</summary>
internal sealed class AdvertisingLawAgent : Agent<ComplianceInput, ComplianceReview>
{
    protected override ValueTask<Draft<ComplianceReview>> DraftAsync(ComplianceInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var checker = new LineChecker(input, context.Today);
        var lines = new List<LineReview>();
        foreach (var line in input.AllLines())
        {
            cancellationToken.ThrowIfCancellationRequested();
            lines.Add(checker.Check(line));
        }
        var review = new ComplianceReview(lines.Select(l => l.Verdict).DefaultIfEmpty(Verdict.Approve).Max(), lines, checker.Places.Codes);
        var questions = ReviewQuestions.For(input, checker, review, context.Card.Limit("open_questions", 6));
        context.Events.Progress(string.Create(CultureInfo.InvariantCulture,
            $"Checked {lines.Count} lines: {lines.Count(l => l.Verdict == Verdict.Block)} must not go out, {lines.Count(l => l.Verdict == Verdict.Revise)} need a change."));
        return ValueTask.FromResult(new Draft<ComplianceReview>
        {
            Output = review,
            Confidence = Trust(input, checker, lines, questions.Count),
            OpenQuestions = questions,
            ConstraintsApplied = [.. checker.BrandRules.Select(r => new ConstraintUse(r.Constraint.Id, r.Expressions is null
                ? "cannot be checked by words; a person must judge the lines by it"
                : string.Create(CultureInfo.InvariantCulture, $"checked {lines.Count} lines; {lines.Count(l => l.Violations.Any(v => v.RuleId == r.Constraint.Id))} broke it")))],
        });
    }

    protected override IEnumerable<OutputProblem> Validate(ComplianceInput input, ComplianceReview output, AgentContext context) =>
        ReviewValidation.Check(input, output, context.Today);

    /// <summary>A line counts as backed when its language has rules and it rests on evidence.</summary>
    private static Confidence Trust(ComplianceInput input, LineChecker checker, List<LineReview> lines, int questions)
    {
        if (lines.Count == 0)
            return new(0, "No line was given, so nothing was checked.");
        var publicLines = input.AllLines().ToList();
        var backed = checker.Languages.Unknown.Count > 0 || checker.Places.Codes.Count == 0 ? 0 : publicLines.Count(l => l.Evidence.Count > 0);
        var origins = publicLines.SelectMany(l => l.Evidence).Select(e => e.Origin()).Distinct(StringComparer.Ordinal).Count();
        return Confidence.FromEvidence(backed, lines.Count, origins, questions);
    }
}
