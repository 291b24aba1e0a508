using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>Step 6: where topics are going, from dated documents; without them, what to watch and what to ask for.</summary>
internal sealed class TrendsAgent : Agent<ResearchInput, TrendReport>
{
    private const int FewestDocuments = 3;

    protected override ValueTask<Draft<TrendReport>> DraftAsync(ResearchInput input, AgentContext context, CancellationToken cancellationToken)
    {
        var facts = input.Fundamentals;
        var book = new FactBook(input, facts.Company.BriefLanguage);
        var texts = DatedText.From(book).OrderBy(t => t.Day).ToList();
        var topics = TopicFinder.Find(facts, texts, context.Card.Limit("topics_max", 10))
            .Select(t => Judge(t, texts, context)).Where(t => t.Evidence.Count > 0).OrderByDescending(t => t.Strength).ThenBy(t => t.Topic, StringComparer.Ordinal).ToList();
        var watch = Watch(facts, texts).Take(context.Card.Limit("watch_max", 8)).ToList();
        var questions = Questions(input, texts, watch).Take(6).ToList();
        return ValueTask.FromResult(new Draft<TrendReport>
        {
            Output = new(topics, watch),
            OpenQuestions = questions,
            Confidence = Confidence.FromEvidence(
                topics.Count(t => t.Direction != TrendDirection.Unknown),
                Math.Max(1, topics.Count + watch.Count),
                Wording.Origins(topics.SelectMany(t => t.Evidence)),
                questions.Count),
        });
    }

    protected override IEnumerable<OutputProblem> Validate(ResearchInput input, TrendReport output, AgentContext context)
    {
        var dated = input.Documents.Count(d => DatedText.Day0(d.Date) is not null);
        for (var i = 0; i < output.Topics.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"topics[{i}]");
            if (dated < FewestDocuments && output.Topics[i].Direction != TrendDirection.Unknown)
                yield return new($"{path}.direction", "Fewer than three dated documents allow no direction: unknown.");
            if (output.Topics[i].Strength is < 0 or > 1)
                yield return new($"{path}.strength", "From 0 to 1.");
            if (output.Topics[i].Evidence.Count == 0 || output.Topics[i].Evidence.Any(e => e.Date is null))
                yield return new($"{path}.evidence", "At least one passage, all of them dated.");
        }
    }

    private static Trend Judge(Topic topic, List<DatedText> texts, AgentContext context)
    {
        var series = texts.ConvertAll(t => (t.Day, Value: t.Rate(topic.Stems)));
        var halfLife = context.Card.Parameter("half_life_days", 365);
        var weights = texts.ConvertAll(t => Math.Pow(0.5, Math.Max(0, context.Today.DayNumber - t.Day.DayNumber) / halfLife));
        var strength = series.Zip(weights).Where(p => p.First.Value > 0).Sum(p => p.Second) / weights.Sum();
        var tau = MannKendall.Tau(series);
        var evidence = texts.AsEnumerable().Reverse().SelectMany(t => t.Passages(topic.Stems).Take(1)).Take(3).ToList();
        return new(topic.Name, Direction(series, tau, context.Card), Math.Round(strength, 2), Explain(series, tau), evidence);
    }

    private static TrendDirection Direction(List<(DateOnly Day, double Value)> series, double tau, AgentCard card)
    {
        if (series.Count < FewestDocuments || series.Select(s => s.Day).Distinct().Count() < FewestDocuments)
            return TrendDirection.Unknown;
        var least = card.Parameter("trend_min_tau", 0.5);
        if (tau <= -least)
            return TrendDirection.Fading;
        if (tau < least)
            return TrendDirection.Stable;
        return series.Take(series.Count / 2).All(s => s.Value == 0) ? TrendDirection.Emerging : TrendDirection.Rising;
    }

    private static string Explain(List<(DateOnly Day, double Value)> series, double tau)
    {
        var spoken = series.Count(s => s.Value > 0);
        var rates = string.Join(", ", series.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Day:yyyy-MM} {s.Value:0.#}")));
        var text = $"In {spoken} of {series.Count} dated {(series.Count == 1 ? "document" : "documents")}; mentions per 1,000 words: {rates}";
        return series.Count < FewestDocuments
            ? $"{text}. Three dated documents are the least from which a direction can be told."
            : string.Create(CultureInfo.InvariantCulture, $"{text}; Mann–Kendall τ = {tau:0.00}{(series.Count < 8 ? ", a sign rather than a proof with so few documents" : "")}.");
    }

    /// <summary>What the brief is about and no dated document speaks of.</summary>
    private static IEnumerable<Finding> Watch(Fundamentals facts, List<DatedText> texts)
    {
        var language = facts.Company.BriefLanguage;
        var goalFirst = facts.Products.OrderByDescending(p => facts.Goal?.ProductIds.Contains(p.Id, StringComparer.Ordinal) == true);
        var subjects = goalFirst.Select(p => (Text: p.Name, Of: p.Evidence)).Concat(facts.Company.Industry is { Evidence.Count: > 0 } industry ? [(industry.Evidence[0].Quote, industry.Evidence[0])] : []);
        foreach (var (text, of) in subjects.Where(s => !Instructions.Speaks(s.Text)))
        {
            var stems = Words.Stems(text, language);
            if (stems.Count > 0 && !texts.Exists(t => stems.All(t.Stems.Contains)))
                yield return Finding.Derived($"Watch demand for and talk about: {text}", "the brief lives by it and no dated document speaks of it", of);
        }
    }

    private static IEnumerable<OpenQuestion> Questions(ResearchInput input, List<DatedText> texts, List<Finding> watch)
    {
        var name = input.Company.Name;
        if (texts.Count < FewestDocuments)
        {
            var topics = watch.Count > 0 ? Wording.List(watch.Take(3).Select(w => Wording.Short(w.Evidence[0].Quote, 60))) : $"the market of {name}";
            yield return new($"Which dated sources on {topics} can you add: sales or enquiries by month, exports of search interest, trade press, at least three from different dates?", "documents")
            {
                Why = "A direction needs at least three dated documents.",
            };
        }
        for (var i = 0; i < input.Documents.Count; i++)
        {
            if (DatedText.Day0(input.Documents[i].Date) is null)
                yield return new($"When is “{Wording.Short(input.Documents[i].Title)}” from?", string.Create(CultureInfo.InvariantCulture, $"documents[{i}].date")) { Why = "Undated documents cannot show where a topic is going." };
        }
    }
}
