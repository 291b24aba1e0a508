using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;
using RaptorFlow.Sources;
using SourceTrend = RaptorFlow.Sources.Trend;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>What trends ask the world outside for, and how its answers are read.</summary>
internal static class GatheredTrends
{
    private const int MostTopics = 5;
    private const int LongestQuery = 100;
    private const int LongestTopic = 80;

    /// <summary>Articles on the industry, and not on each topic: those would all speak of it, and ever more the newer they are.</summary>
    public static IEnumerable<SourceQuestion> Questions(TrendsInput input)
    {
        var facts = input.Fundamentals;
        if (facts.Company.Industry is { Evidence: [var industry, ..] } && !Instructions.Speaks(industry.Quote))
            yield return new ArticleQuestion(Wording.Short(industry.Quote, LongestQuery)) { Language = facts.Company.BriefLanguage is { Length: 2 } language ? language : null, Limit = 50 };
        var topics = facts.Products.OrderByDescending(p => facts.Goal?.ProductIds.Contains(p.Id, StringComparer.Ordinal) == true)
            .Select(p => p.Name.Trim()).Where(name => name.Length is > 0 and <= LongestTopic && !Instructions.Speaks(name)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostTopics).ToList();
        if (topics.Count > 0 && Places.Country(input.Company, facts.Scope) is { } country)
            yield return new TrendQuestion(topics) { Country = country };
    }

    /// <summary>Articles with a day, each a text of its own.</summary>
    public static IEnumerable<DatedText> Texts(IReadOnlyList<SourceItem> gathered, string briefLanguage)
    {
        foreach (var article in gathered.OfType<Article>().Where(a => a.PublishedAt is not null))
        {
            var language = article.Language ?? briefLanguage;
            List<Evidence> sentences = [.. article.Facts().SelectMany(FactBook.SentencesOf).Where(s => !Instructions.Speaks(s.Quote))];
            if (sentences.Count > 0)
                yield return new(article.Address, DateOnly.FromDateTime(article.PublishedAt!.Value.UtcDateTime), language, [.. sentences.SelectMany(s => Words.Tokens(s.Quote)).Select(t => Words.Stem(t, language))], sentences);
        }
    }

    public static IEnumerable<InterestSeries> Series(IReadOnlyList<SourceItem> gathered) =>
        gathered.OfType<SourceTrend>().Where(trend => trend.Points.Count > 0).Select(trend => new InterestSeries($"{trend.Source}#{trend.Topic}", trend.Topic, trend.Country,
            [.. trend.Points.OrderBy(p => p.Start).Select(p => new InterestPoint(p.Start, p.Value, new($"{trend.Source}#{trend.Topic}", SourceFacts.Point(trend, p)) { Date = FormattableString.Invariant($"{p.Start:yyyy-MM-dd}") }))]));
}
