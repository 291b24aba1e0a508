using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Council.Cognition;

/// <summary>Admits what a run found to memory: what is new, dated after what is known, from a source that may be trusted.</summary>
internal sealed class AdmissionAgent : Agent<AdmissionInput, KnowledgeAdmission>
{
    private const int MostGiven = 500;

    protected override async ValueTask<Draft<KnowledgeAdmission>> DraftAsync(AdmissionInput input, AgentContext context, CancellationToken cancellationToken)
    {
        if (input.Candidates.Count > MostGiven)
            throw new AgentInputException("candidates", $"{input.Candidates.Count} candidates; at most {MostGiven} are considered at once.");
        var language = Languages.Detect(string.Join('\n', input.AllFacts().Take(200).Select(f => f.Quote)));
        // The same words from the same place, found by two steps, are one candidate.
        var found = CandidateReader.Read(input, language).DistinctBy(c => (c.Statement, c.Collection, c.Evidence.Select(e => e.Source).FirstOrDefault())).ToList();
        var considered = found.Take(context.Card.Limit("candidates", 150)).ToList();
        var known = await Recollection.AboutAsync(context.Memory, considered, context.Card.Code, cancellationToken);
        var checks = Judge(considered, known, new(language, context.Today), context.Card.Limit("documents", 20));
        var admitted = checks.Where(IsAdmitted).Select(c => c.Candidate).ToList();
        var questions = Questions(checks, context.Card.Limit("open_questions", 6));
        return new()
        {
            Output = Report(checks, found.Count - checks.Count),
            Confidence = Confidence.FromEvidence(checks.Count(c => c.Verdict != KnowledgeVerdict.Contradicts), Math.Max(1, checks.Count), checks.SelectMany(c => c.Candidate.Evidence).Select(e => e.Origin()).Distinct().Count(), questions.Count),
            OpenQuestions = questions,
            Remembers = [.. FindingNotes.Write(admitted, input)],
        };
    }

    protected override IEnumerable<OutputProblem> Validate(AdmissionInput input, KnowledgeAdmission output, AgentContext context)
    {
        if (output != Report(output.Checks, output.LeftOut))
            yield return new("admitted", "The counts are not those of the checks.");
        foreach (var check in output.Checks.Where(c => IsAdmitted(c) && (c.Candidate.Evidence.Count == 0 || c.Quality.Value < SourceQuality.Least)))
            yield return new("checks", $"“{check.Candidate.Statement}” has no source that may be trusted, and is admitted.");
    }

    protected override IEnumerable<Evidence> Facts(AdmissionInput input) => input.AllFacts().Concat(input.Gathered).Concat(input.Candidates.SelectMany(c => c.Evidence));

    private static List<KnowledgeCheck> Judge(List<KnowledgeCandidate> candidates, IReadOnlyList<IReadOnlyList<KnownLine>> known, Admission admission, int mostDocuments)
    {
        var checks = new List<KnowledgeCheck>(candidates.Count);
        var documents = new HashSet<(string, string, string?)>();
        foreach (var (candidate, lines) in candidates.Zip(known))
        {
            if (candidate.Evidence.Count > 0 && documents.Count >= mostDocuments && !documents.Contains(FindingNotes.Group(candidate)))
                continue;
            checks.Add(admission.Judge(candidate, lines));
            if (IsAdmitted(checks[^1]))
                documents.Add(FindingNotes.Group(candidate));
        }
        return checks;
    }

    private static KnowledgeAdmission Report(IReadOnlyList<KnowledgeCheck> checks, int leftOut) => new(
        checks, checks.Count(IsAdmitted), checks.Count(c => c.Verdict == KnowledgeVerdict.Duplicate), checks.Count(c => c.Verdict == KnowledgeVerdict.Contradicts), checks.Count(c => c.Verdict == KnowledgeVerdict.Refused))
    {
        LeftOut = leftOut,
    };

    private static bool IsAdmitted(KnowledgeCheck check) => check.Verdict is KnowledgeVerdict.Admitted or KnowledgeVerdict.Updates;

    private static List<OpenQuestion> Questions(List<KnowledgeCheck> checks, int most) =>
        [.. checks.Where(c => c is { Verdict: KnowledgeVerdict.Contradicts, Known: not null }).DistinctBy(c => c.Candidate.Statement).Take(most)
            .Select(c => new OpenQuestion($"Which holds: “{c.Candidate.Statement}” ({c.Candidate.Evidence[0].Source}), or “{c.Known!.Text}” ({c.Known.Title})?", c.Candidate.Evidence[0].Source) { Why = c.Why })];
}
