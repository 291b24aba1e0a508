using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>Puts what documents and search interest say of each topic together, and says where they disagree.</summary>
internal static class TrendJudge
{
    private const int MostPassages = 3;

    public static IReadOnlyList<Trend> Judge(TrendEvidence evidence, Fundamentals facts, AgentContext context) =>
        [.. Topics(evidence, facts, context.Card.Limit("topics_max", 10)).Select(t => Of(t, evidence, facts, context)).Where(t => t.Evidence.Count > 0)
            .OrderByDescending(t => t.Strength).ThenBy(t => t.Topic, StringComparer.Ordinal)];

    // What is searched for comes first; of two names for one thing the brief's is kept.
    private static IEnumerable<Topic> Topics(TrendEvidence evidence, Fundamentals facts, int most)
    {
        var found = TopicFinder.Find(facts, evidence.Texts, most);
        var language = facts.Company.BriefLanguage;
        var searched = evidence.Series.Select(s => new Topic(s.Topic, [.. Words.Stems(s.Topic, language)])).DistinctBy(Key, StringComparer.Ordinal)
            .Select(t => found.FirstOrDefault(f => Key(f) == Key(t)) ?? Product(t, facts, language) ?? t).ToList();
        return searched.Concat(found.Where(f => !searched.Exists(s => Key(s) == Key(f)))).Take(most);
    }

    private static Topic? Product(Topic topic, Fundamentals facts, string language) =>
        facts.Products.Where(p => Words.Stems(p.Name, language).SetEquals(topic.Stems)).Select(p => topic with { Name = p.Name }).FirstOrDefault();

    private static Trend Of(Topic topic, TrendEvidence evidence, Fundamentals facts, AgentContext context)
    {
        var series = evidence.Series.Where(s => Key(new(s.Topic, [.. Words.Stems(s.Topic, facts.Company.BriefLanguage)])) == Key(topic)).ToList();
        var signals = new List<TrendSignal>();
        if (topic.Stems.Count > 0 && DocumentSignal.Judge(topic, evidence.Texts, context) is { } documents)
            signals.Add(documents);
        signals.AddRange(series.Select(s => InterestSignal.Judge(s, context.Card)));
        List<Evidence> quotes =
        [
            .. topic.Stems.Count == 0 ? [] : evidence.Texts.AsEnumerable().Reverse().SelectMany(t => t.Passages(topic.Stems).Take(1)).Take(MostPassages),
            .. series.SelectMany(s => s.Points.Take(1).Concat(s.Points.Skip(1).TakeLast(1)).Select(p => p.Evidence)),
        ];
        var strength = signals.Count == 0 ? 0 : Math.Round(signals.Average(s => s.Strength), 2);
        return new(topic.Name, Direction(signals), strength, Explain(signals), quotes) { Signals = signals };
    }

    private static TrendDirection Direction(List<TrendSignal> signals)
    {
        var known = signals.Select(s => s.Direction).Where(d => d != TrendDirection.Unknown).Distinct().ToList();
        return known switch
        {
            [] => TrendDirection.Unknown,
            [var one] => one,
            _ => known.TrueForAll(d => d is TrendDirection.Emerging or TrendDirection.Rising) ? TrendDirection.Rising : TrendDirection.Mixed,
        };
    }

    private static string Explain(List<TrendSignal> signals)
    {
        var all = string.Join(" ", signals.Select(s => char.ToUpperInvariant(s.Explanation[0]) + s.Explanation[1..]));
        var known = signals.Where(s => s.Direction != TrendDirection.Unknown).ToList();
        if (known.Count < 2)
            return all;
        var said = string.Join(", ", known.Select(s => $"{s.Kind.Replace('_', ' ')} {s.Direction.ToString().ToLowerInvariant()}"));
        return Direction(known) == TrendDirection.Mixed ? $"{all} The signals disagree: {said}." : $"{all} The signals agree: {said}.";
    }

    private static string Key(Topic topic) => topic.Stems.Count == 0 ? Words.Fold(topic.Name) : string.Join(' ', topic.Stems.Order(StringComparer.Ordinal));
}
