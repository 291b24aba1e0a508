using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Verification;

/// <summary>Checks every claim of a run against its source.</summary>
internal sealed class SourceVerificationAgent : Agent<VerificationInput, ClaimVerification>
{
    private const string Metrics = "metrics";
    private const string SearchInterest = "search_interest[";

    /// <inheritdoc/>
    protected override ValueTask<Draft<ClaimVerification>> DraftAsync(VerificationInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var facts = Facts(input).ToList();
        var index = new SourceIndex(facts);
        var language = Languages.Detect(string.Join('\n', facts.Take(200).Select(f => f.Quote)));
        var judge = new ClaimJudge(index, language, context.Today);
        var checks = new List<ClaimCheck>();
        foreach (var (step, output) in input.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Figures of a metrics table and of search interest are not among the facts given here; what rests on them alone is not judged.
            checks.AddRange(ClaimWalker.Claims(output).Where(c => c.Evidence.Count == 0 || c.Evidence.Any(IsGiven)).Select(c => judge.Judge(step, c with { Evidence = [.. c.Evidence.Where(IsGiven)] })));
        }
        var supported = checks.Count(c => c.Verdict is ClaimVerdict.Supported or ClaimVerdict.Corroborated);
        var questions = Questions(checks, context.Card.Limit("open_questions", 6));
        return ValueTask.FromResult(new Draft<ClaimVerification>
        {
            Output = new(checks, supported, checks.Count - supported),
            Confidence = Confidence.FromEvidence(supported, Math.Max(1, checks.Count), index.Origins, questions.Count),
            OpenQuestions = questions,
        });
    }

    /// <inheritdoc/>
    protected override IEnumerable<OutputProblem> Validate(VerificationInput input, ClaimVerification output, AgentContext context)
    {
        var supported = output.Claims.Count(c => c.Verdict is ClaimVerdict.Supported or ClaimVerdict.Corroborated);
        if (supported != output.Supported || output.Claims.Count - supported != output.Unsupported)
            yield return new("supported", $"{supported} of {output.Claims.Count} claims are supported; the counts say otherwise");
        foreach (var step in output.Claims.Select(c => c.Step).Distinct().Where(s => !input.Steps.ContainsKey(s)))
            yield return new("claims", $"there is no step {step}");
    }

    /// <inheritdoc/>
    protected override IEnumerable<Evidence> Facts(VerificationInput input) => input.AllFacts().Concat(input.Gathered);

    private static bool IsGiven(Evidence evidence) => evidence.Source != Metrics && !evidence.Source.StartsWith(SearchInterest, StringComparison.Ordinal);

    private static List<OpenQuestion> Questions(List<ClaimCheck> checks, int most) =>
        [.. checks.Where(c => c.Verdict is ClaimVerdict.NumberMissing or ClaimVerdict.QuoteMissing or ClaimVerdict.SourceMissing).DistinctBy(c => c.Claim).Take(most)
            .Select(c => new OpenQuestion($"Where does “{c.Claim}” come from?", $"steps.{c.Step}.{c.Path}") { Why = c.Detail })];
}
