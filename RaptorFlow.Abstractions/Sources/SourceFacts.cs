using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Sources;

/// <summary>Lists what sources answered as quotable facts.</summary>
public static class SourceFacts
{
    /// <summary>
    /// Articles, mentions and pages by their address, in their own words; figures by the source and what they are of
    /// (<c>semrush#example.com</c>), a line for each figure. What a source does not know gives no line.
    /// </summary>
    /// <param name="items">What was answered.</param>
    public static IEnumerable<Evidence> Facts(this IEnumerable<SourceItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.SelectMany(Facts);
    }

    /// <summary>One item's facts; see <see cref="Facts(IEnumerable{SourceItem})"/>.</summary>
    /// <param name="item">What was answered.</param>
    public static IEnumerable<Evidence> Facts(this SourceItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item switch
        {
            Article article => Told(article.Address, article.PublishedAt, article.Title, article.Summary),
            Mention mention => Told(mention.Address, mention.At, mention.Text),
            WebPage page => CompanyFacts.Paragraphs(page.Text).Select(text => new Evidence(page.Address, text) { Date = Day(page.PublishedOn) }),
            DomainFigures domain => Of(domain),
            KeywordFigures keyword => Of(keyword),
            RankedKeyword ranked => [new($"{ranked.Source}#{ranked.Domain}", Say($"{ranked.Domain} is found for “{ranked.Keyword}” in {ranked.Country}{(ranked.Position is { } place ? Say($", place {place}") : "")}"))],
            Trend trend => Of(trend),
            _ => [],
        };
    }

    private static IEnumerable<Evidence> Told(string address, DateTimeOffset? at, params IEnumerable<string?> texts) =>
        texts.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => new Evidence(address, text!) { Date = at is { } time ? Day(DateOnly.FromDateTime(time.UtcDateTime)) : null });

    private static IEnumerable<Evidence> Of(DomainFigures domain)
    {
        var source = $"{domain.Source}#{domain.Domain}";
        var place = domain.Country is null ? "" : $" in {domain.Country}";
        (string Name, double? Value)[] figures =
        [
            ("authority, 0 to 100", domain.Authority), ("rank among all sites", domain.Rank), ("referring domains", domain.ReferringDomains), ("backlinks", domain.Backlinks),
            ("keywords found for", domain.OrganicKeywords), ("visits a month from unpaid search", domain.OrganicVisits), ("visits a month from search advertisements", domain.PaidVisits),
        ];
        return figures.Where(figure => figure.Value is not null).Select(figure => new Evidence(source, Say($"{domain.Domain}{place}, {figure.Name}: {figure.Value:#,0.##}")))
            .Concat(domain.Visits.Select(month => new Evidence(source, Say($"{domain.Domain}{place}, visits in {month.Month:yyyy-MM}: {month.Value:#,0}")) { Date = Say($"{month.Month:yyyy-MM}") }))
            .Concat(domain.Channels.Select(channel => new Evidence(source, Say($"{domain.Domain}{place}, share of visits from {channel.Key}: {channel.Value * 100:0.#} %"))));
    }

    private static IEnumerable<Evidence> Of(KeywordFigures keyword)
    {
        (string Name, double? Value)[] figures = [("searches a month", keyword.MonthlySearches), ("difficulty, 0 to 100", keyword.Difficulty), ("USD a click", (double?)keyword.CostPerClickUsd), ("competition, 0 to 1", keyword.Competition)];
        return figures.Where(figure => figure.Value is not null).Select(figure => new Evidence($"{keyword.Source}#{keyword.Keyword}", Say($"“{keyword.Keyword}” in {keyword.Country}, {figure.Name}: {figure.Value:#,0.##}")));
    }

    private static IEnumerable<Evidence> Of(Trend trend)
    {
        var source = $"{trend.Source}#{trend.Topic}";
        var now = trend.SearchesAtLeast is { } searches ? [new Evidence(source, Say($"“{trend.Topic}” in {trend.Country}: at least {searches:#,0} searches"))] : Enumerable.Empty<Evidence>();
        return now.Concat(trend.Points.Select(point => new Evidence(source, Point(trend, point)) { Date = Day(point.Start) }));
    }

    /// <summary>How a point of search interest is quoted.</summary>
    /// <param name="trend">The series.</param>
    /// <param name="point">One of its points.</param>
    public static string Point(Trend trend, SearchInterestPoint point)
    {
        ArgumentNullException.ThrowIfNull(trend);
        ArgumentNullException.ThrowIfNull(point);
        return Say($"{trend.Topic} in {trend.Country}, {point.Start:yyyy-MM-dd}: {point.Value:0.##}");
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}
