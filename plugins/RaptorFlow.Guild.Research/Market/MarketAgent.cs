using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Step 4: how large the market is, as far as counts, prices and shares of the evidence go.</summary>
internal sealed class MarketAgent : Agent<ResearchInput, MarketAssessment>
{
    private const int MostQuestions = 6;

    protected override ValueTask<Draft<MarketAssessment>> DraftAsync(ResearchInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var facts = input.Fundamentals;
        var book = new FactBook(input, facts.Company.BriefLanguage);
        var figures = new FigureReader(book, facts, input.Documents).Read();
        var sizes = new MarketSizer(facts, figures);
        var segments = facts.Segments.Select(s => Segment(s, figures, book)).ToList();
        var own = OwnPosition.Find(book, figures).DistinctBy(f => f.Statement, StringComparer.Ordinal).Take(context.Card.Limit("own_position_max", 8)).ToList();
        var inputs = sizes.Tam.Inputs.Append(sizes.Sam.Inputs[^1]).Append(sizes.Som.Inputs[^1]).ToList();
        var questions = MarketQuestions.Of(facts, inputs).Take(MostQuestions).ToList();
        return ValueTask.FromResult(new Draft<MarketAssessment>
        {
            Output = new()
            {
                Segments = segments,
                Tam = sizes.Tam,
                Sam = sizes.Sam,
                Som = sizes.Som,
                Growth = [.. MarketGrowth.Find(book, figures).DistinctBy(f => f.Statement, StringComparer.Ordinal).Take(context.Card.Limit("growth_max", 6))],
                OwnPosition = own,
            },
            OpenQuestions = questions,
            ConstraintsApplied = [.. facts.Constraints.Where(c => c.Subject == ConstraintSubject.Geography).Select(c => new ConstraintUse(c.Id, $"the market is counted within {sizes.Where} only"))],
            Confidence = Confidence.FromEvidence(
                inputs.Count(i => i.Value is not null) + segments.Count(s => s.Count is not null),
                inputs.Count + segments.Count,
                Wording.Origins(inputs.Select(i => i.Evidence).OfType<Evidence>()),
                questions.Count),
        });
    }

    protected override IEnumerable<OutputProblem> Validate(ResearchInput input, MarketAssessment output, AgentContext context) =>
        MarketChecks.Problems(new FactBook(input, input.Fundamentals.Company.BriefLanguage), output);

    private static MarketSegment Segment(Segment segment, IReadOnlyList<MarketFigure> figures, FactBook book)
    {
        var count = figures.Where(f => f.Kind == "count")
            .Select(f => (Figure: f, Overlap: Words.Stems(segment.Evidence.Quote, book.LanguageOf(f.Sentence)).Intersect(Words.Stems(f.Sentence.Quote, book.LanguageOf(f.Sentence)), StringComparer.Ordinal).Count()))
            .Where(f => f.Overlap > 0).OrderByDescending(f => f.Overlap).ThenByDescending(f => f.Figure.Year ?? 0).Select(f => f.Figure).FirstOrDefault();
        return new(segment.Id, segment.Name, [.. segment.Bounds.Select(b => b.Text)], count?.Value, count is null ? [segment.Evidence] : [segment.Evidence, count.Sentence]);
    }
}
