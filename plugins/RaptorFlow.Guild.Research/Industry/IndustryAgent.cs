using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Industry;

/// <summary>Step 5: forces, calendar and sensitive fields of the industry, as far as the evidence shows them.</summary>
internal sealed class IndustryAgent : Agent<ResearchInput, IndustryAnalysis>
{
    private const int MostQuestions = 6;
    private static readonly ConstraintSubject[] Sensitive = [ConstraintSubject.Claim, ConstraintSubject.Price, ConstraintSubject.Privacy, ConstraintSubject.Comparison, ConstraintSubject.Audience];
    private static readonly string[] NotTouching = ["budget", "website", "repository", "languages", "brand_voice"];
    private static readonly Lazy<CueLexicon> Fields = new(() => CueLexicon.Load("Industry/sensitivities.yaml"));

    protected override ValueTask<Draft<IndustryAnalysis>> DraftAsync(ResearchInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var facts = input.Fundamentals;
        var book = new FactBook(input, facts.Company.BriefLanguage);
        var analysis = new IndustryAnalysis
        {
            Industry = facts.Company.Industry,
            Forces = ForceReader.Read(facts, book, context.Card.Limit("findings_max", 4)),
            Calendar = CalendarReader.Read(book, context.Today, context.Card.Limit("calendar_max", 8)),
            Sensitivities = [.. Sensitivities(book)],
        };
        var questions = Questions(facts, analysis).Take(MostQuestions).ToList();
        var told = analysis.Forces.Count(f => f.Findings.Count > 0);
        return ValueTask.FromResult(new Draft<IndustryAnalysis>
        {
            Output = analysis,
            OpenQuestions = questions,
            ConstraintsApplied = [.. facts.Constraints.Where(c => Sensitive.Contains(c.Subject)).Select(c => new ConstraintUse(c.Id, "named among the fields to be checked before anything is published"))],
            Confidence = Confidence.FromEvidence(
                told + (analysis.Industry is null ? 0 : 1) + (analysis.Calendar.Count > 0 ? 1 : 0),
                analysis.Forces.Count + 2,
                Wording.Origins(analysis.Forces.SelectMany(f => f.Findings).SelectMany(f => f.Evidence)),
                questions.Count),
        });
    }

    protected override IEnumerable<OutputProblem> Validate(ResearchInput input, IndustryAnalysis output, AgentContext context)
    {
        var names = output.Forces.Select(f => f.Force).Order(StringComparer.Ordinal).ToList();
        if (!names.SequenceEqual(["buyers", "new_entrants", "rivalry", "substitutes", "suppliers"], StringComparer.Ordinal))
            yield return new("forces", "Exactly the five forces: rivalry, new_entrants, substitutes, buyers, suppliers.");
        foreach (var force in output.Forces.Where(f => f.Findings.Count == 0 && string.IsNullOrWhiteSpace(f.Question)))
            yield return new("forces", $"{force.Force} has no findings and needs a question.");
    }

    private static IEnumerable<Finding> Sensitivities(FactBook book)
    {
        var facts = book.All.Where(f => !NotTouching.Contains(f.Source.Split('.', '[')[0], StringComparer.Ordinal)).SelectMany(FactBook.SentencesOf).ToList();
        foreach (var field in Fields.Value.Topics)
        {
            var touching = facts.Select(f => (Fact: f, Hits: Fields.Value.Hits(field, book.LanguageOf(f), f.Quote))).Where(f => f.Hits.Count > 0).Take(3).ToList();
            if (touching.Count > 0)
            {
                yield return Finding.Derived(
                    $"Touches {field}: to be checked before publication.",
                    $"words in the evidence: {Wording.List(touching.SelectMany(t => t.Hits).Select(h => h.Trim('*')).Distinct(StringComparer.Ordinal))}",
                    [.. touching.Select(t => t.Fact)]);
            }
        }
    }

    private static IEnumerable<OpenQuestion> Questions(Fundamentals facts, IndustryAnalysis analysis)
    {
        if (analysis.Industry is null)
            yield return new($"Which industry does {facts.Company.Name} belong to, in your own words?", "industry") { Why = "Forces, calendar and rules depend on it." };
        foreach (var force in analysis.Forces.Where(f => f.Question is not null))
            yield return new(force.Question!, force.Force == "rivalry" ? "competitors" : "documents") { Why = $"Nothing in the evidence tells of {force.Force.Replace('_', ' ')}." };
        if (analysis.Calendar.Count == 0)
            yield return new($"Which dates of the year matter most to the customers of {facts.Company.Name} (seasons, deadlines, fairs, feasts)?", "documents") { Why = "A campaign should be there before such a date." };
    }
}
