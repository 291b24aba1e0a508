using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Industry;

/// <summary>Dates the evidence itself names: feasts and seasons with their next day, other dates in their own words.</summary>
internal static class CalendarReader
{
    private static readonly string[] NotDates = ["budget", "founded", "name", "legal_name", "website", "headquarters", "size", "languages"];
    private static readonly Lazy<CueLexicon> Cues = new(() => CueLexicon.Load("Industry/calendar.yaml"));

    public static IReadOnlyList<Finding> Read(FactBook book, DateOnly today, int most)
    {
        var found = new List<(DateOnly? From, Finding Finding)>();
        foreach (var clause in book.All.Where(f => !NotDates.Contains(f.Source.Split('.', '[')[0], StringComparer.Ordinal)).SelectMany(Clauses))
        {
            var language = book.LanguageOf(clause);
            foreach (var topic in Cues.Value.TopicsIn(language, clause.Quote))
                found.Add((null, Finding.Derived($"{char.ToUpperInvariant(topic[0])}{topic[1..]}: “{clause.Quote}”", "named there; the day itself is not told", clause)));
            if (Coming(clause, today, language) is { } period)
                found.Add((period.From, Finding.Derived(Words(clause, period), "the next such time after today by the calendar", clause)));
        }
        return [.. found.DistinctBy(f => (f.From, f.Finding.Statement)).DistinctBy(f => (f.Finding.Evidence[0], f.From)).OrderBy(f => f.From ?? DateOnly.MaxValue).Select(f => f.Finding).Take(most)];
    }

    private static IEnumerable<Evidence> Clauses(Evidence fact) =>
        FactBook.SentencesOf(fact).SelectMany(s => Sentences.Clauses(s.Quote).Where(c => c.Length > 0).Select(c => s with { Quote = c }));

    /// <summary>A period that lies ahead; a bare year in a text is when something was, not when it will be.</summary>
    private static DateSpan? Coming(Evidence clause, DateOnly today, string language) =>
        Dates.Period(clause.Quote, today, language) is { } period && period.To >= today && !IsYear(period) && !StatesPast(clause.Quote, today) ? period : null;

    private static bool IsYear(DateSpan period) => period.To.DayNumber - period.From.DayNumber >= 360;

    private static bool StatesPast(string text, DateOnly today) =>
        Dates.YearIn(text) is { } year && int.Parse(year, CultureInfo.InvariantCulture) < today.Year;

    private static string Words(Evidence clause, DateSpan period) =>
        string.Create(CultureInfo.InvariantCulture, $"“{clause.Quote}”: {period.From:yyyy-MM-dd}{(period.To == period.From ? "" : $" to {period.To:yyyy-MM-dd}")}.");
}
