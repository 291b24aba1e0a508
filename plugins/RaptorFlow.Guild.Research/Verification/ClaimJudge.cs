using System.Globalization;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Verification;

/// <summary>Holds claims against their sources.</summary>
internal sealed class ClaimJudge(SourceIndex index, string language, DateOnly today)
{
    private readonly Dictionary<string, HashSet<decimal>> _figures = new(StringComparer.Ordinal);

    public ClaimCheck Judge(string step, StatedClaim claim)
    {
        var (verdict, detail) = Verdict(claim);
        return new(step, claim.Path, claim.Text, verdict, detail) { AgeDays = Age(claim.Evidence) };
    }

    private (ClaimVerdict Verdict, string Detail) Verdict(StatedClaim claim)
    {
        if (claim.Evidence.Count == 0)
            return claim.Asserts && claim.Text.Any(char.IsAsciiDigit) && claim.Derivation is null ? (ClaimVerdict.NumberMissing, "a figure without any quotation") : (ClaimVerdict.SourceMissing, "no quotation is given");
        foreach (var evidence in claim.Evidence)
        {
            if (!index.Knows(evidence.Source))
                return (ClaimVerdict.SourceMissing, $"there is no source {evidence.Source}");
            if (!index.Holds(evidence.Source, evidence.Quote))
                return (ClaimVerdict.QuoteMissing, $"“{Short(evidence.Quote)}” is not in {evidence.Source}");
        }
        if (claim is { Asserts: true, Derivation: null } && MissingFigure(claim) is { } figure)
            return (ClaimVerdict.NumberMissing, $"{figure} is in none of the quotations, and no derivation explains it");
        var wrongDate = claim.Evidence.FirstOrDefault(e => e.Date is not null && index.DateOf(e.Source) is { } date && date != e.Date);
        var dated = wrongDate is null ? "" : $"; dated {wrongDate.Date}, while its source says {index.DateOf(wrongDate.Source)}";
        var origins = claim.Evidence.Select(e => index.OriginOf(e.Source)).Concat(claim.Evidence.SelectMany(e => index.AlsoIn(e.Quote, index.OriginOf(e.Source)))).Distinct().ToList();
        return origins.Count > 1
            ? (ClaimVerdict.Corroborated, $"stands in {string.Join(" and ", origins)}{dated}")
            : (ClaimVerdict.Supported, $"stands in {string.Join(", ", claim.Evidence.Select(e => e.Source).Distinct())}{dated}");
    }

    private string? MissingFigure(StatedClaim claim)
    {
        if (!claim.Text.Any(char.IsAsciiDigit))
            return null;
        var held = claim.Evidence.SelectMany(e => Figures(e.Quote).Append(-1)).ToHashSet();
        // "size.year_2024: 12": a figure may come from the field's own name.
        var names = string.Join(' ', claim.Evidence.Select(e => e.Source.Replace('_', ' ').Replace('.', ' ')));
        foreach (var figure in Figures(claim.Text).Where(f => !held.Contains(f)))
        {
            var text = figure.ToString(CultureInfo.InvariantCulture);
            if (!claim.Evidence.Any(e => e.Quote.Contains(text, StringComparison.Ordinal)) && !Words.Tokens(names).Contains(text))
                return text;
        }
        return null;
    }

    // Values as read in the brief's language and in English, in which our own sentences are.
    private HashSet<decimal> Figures(string text)
    {
        if (_figures.TryGetValue(text, out var known))
            return known;
        var values = Numbers.Read(text, language).Concat(language == "en" ? [] : Numbers.Read(text, "en"))
            .SelectMany(q => new[] { q.Low, q.High }).OfType<decimal>().ToHashSet();
        if (Dates.YearIn(text) is { } year)
            values.Add(decimal.Parse(year, CultureInfo.InvariantCulture));
        return _figures[text] = values;
    }

    private int? Age(IReadOnlyList<Evidence> evidence)
    {
        var newest = evidence.Select(e => (index.Knows(e.Source) ? index.DateOf(e.Source) : null) ?? e.Date).Select(LastDay).OfType<DateOnly>().DefaultIfEmpty(DateOnly.MinValue).Max();
        return newest == DateOnly.MinValue ? null : Math.Max(0, today.DayNumber - newest.DayNumber);
    }

    // 2024 and 2024-03 may mean their last day.
    private static DateOnly? LastDay(string? date)
    {
        if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        if (DateOnly.TryParseExact(date, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            return month.AddMonths(1).AddDays(-1);
        return DateOnly.TryParseExact(date, "yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var year) ? year.AddYears(1).AddDays(-1) : null;
    }

    private static string Short(string quote) => quote.Length <= 80 ? quote : quote[..77] + "…";
}
