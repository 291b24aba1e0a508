using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;
using RaptorFlow.Sources;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>Step 6: where topics are going, from dated documents and search interest; without them, what to watch and what to ask for.</summary>
internal sealed class TrendsAgent : Agent<TrendsInput, TrendReport>
{
    private const int MostQuestions = 6;

    protected override IEnumerable<SourceQuestion> Questions(TrendsInput input, AgentContext context) => GatheredTrends.Questions(input);

    protected override ValueTask<Draft<TrendReport>> DraftAsync(TrendsInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var facts = input.Fundamentals;
        var evidence = TrendEvidence.Of(input, context.Gathered);
        var topics = TrendJudge.Judge(evidence, facts, context);
        var watch = Watch(facts, evidence).Take(context.Card.Limit("watch_max", 8)).ToList();
        var questions = TrendQuestions.Of(input, evidence, watch).Take(MostQuestions).ToList();
        return ValueTask.FromResult(new Draft<TrendReport>
        {
            Output = new(topics, watch),
            OpenQuestions = questions,
            Confidence = Confidence.FromEvidence(
                topics.Count(t => t.Direction is not (TrendDirection.Unknown or TrendDirection.Mixed)),
                Math.Max(1, topics.Count + watch.Count),
                Wording.Origins(topics.SelectMany(t => t.Evidence)),
                questions.Count),
        });
    }

    protected override IEnumerable<OutputProblem> Validate(TrendsInput input, TrendReport output, AgentContext context) =>
        TrendChecks.Problems(output, TrendJudge.Judge(TrendEvidence.Of(input, context.Gathered), input.Fundamentals, context));

    protected override IEnumerable<Evidence> Facts(TrendsInput input) => input.AllFacts().Concat(GivenInterest.Facts(input.SearchInterest ?? []));

    /// <summary>What the brief is about and no dated document or search interest tells of.</summary>
    private static IEnumerable<Finding> Watch(Fundamentals facts, TrendEvidence evidence)
    {
        var language = facts.Company.BriefLanguage;
        var goalFirst = facts.Products.OrderByDescending(p => facts.Goal?.ProductIds.Contains(p.Id, StringComparer.Ordinal) == true);
        var subjects = goalFirst.Select(p => (Text: p.Name, Of: p.Evidence)).Concat(facts.Company.Industry is { Evidence.Count: > 0 } industry ? [(industry.Evidence[0].Quote, industry.Evidence[0])] : []);
        foreach (var (text, of) in subjects.Where(s => !Instructions.Speaks(s.Text)))
        {
            var stems = Words.Stems(text, language);
            if (stems.Count > 0 && !evidence.Texts.Any(t => stems.All(t.Stems.Contains)) && !evidence.Series.Any(s => Words.Stems(s.Topic, language).SetEquals(stems)))
                yield return Finding.Derived($"Watch demand for and talk about: {text}", "the brief lives by it and no dated document speaks of it", of);
        }
    }
}
