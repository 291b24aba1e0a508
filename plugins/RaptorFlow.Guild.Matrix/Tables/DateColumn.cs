using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RaptorFlow.Guild.Matrix.Tables;

/// <summary>Reads a column of dates: ISO, European, American, months, quarters, ISO weeks and years.</summary>
internal sealed partial class DateColumn
{
    private static readonly Dictionary<string, int> s_months = LoadMonths();

    private readonly bool _dayFirst;

    private DateColumn(bool dayFirst, bool assumed)
    {
        _dayFirst = dayFirst;
        Assumed = assumed;
    }

    /// <summary>Whether day and month could be read either way.</summary>
    public bool Assumed { get; }

    public string Order => _dayFirst ? "day before month" : "month before day";

    /// <summary>The reading that most cells fit; of two that fit equally, the one with the steadier steps, then the European.</summary>
    public static DateColumn For(IReadOnlyList<string> cells)
    {
        var european = cells.Select(c => Read(c, dayFirst: true)).ToList();
        var american = cells.Select(c => Read(c, dayFirst: false)).ToList();
        var (e, a) = (european.Count(d => d is not null), american.Count(d => d is not null));
        if (e != a)
            return new(e > a, assumed: false);
        if (european.SequenceEqual(american))
            return new(dayFirst: true, assumed: false);
        var (es, asteps) = (Steps(european), Steps(american));
        return new(es <= asteps, assumed: true);
    }

    public DateOnly? Read(string cell) => Read(cell, _dayFirst);

    private static int Steps(List<DateOnly?> dates) =>
        dates.OfType<DateOnly>().Order().Select(d => d.DayNumber).ToArray() is { Length: > 1 } days ? days.Zip(days.Skip(1), (x, y) => y - x).Distinct().Count() : 0;

    private static DateOnly? Read(string cell, bool dayFirst)
    {
        var text = cell.Trim();
        if (Iso().Match(text) is { Success: true } iso)
            return Make(Number(iso, "y"), Number(iso, "m"), iso.Groups["d"].Success ? Number(iso, "d") : 1);
        if (Numeric().Match(text) is { Success: true } numeric)
        {
            var (first, second) = (Number(numeric, "a"), Number(numeric, "b"));
            // Points and dashes are European; only the slash is used both ways.
            var day = dayFirst || !numeric.Groups["slash"].Success;
            return Make(Year(Number(numeric, "y")), day ? second : first, day ? first : second);
        }
        if (Quarter().Match(text) is { Success: true } quarter)
            return Make(Number(quarter, "y"), Number(quarter, "q") * 3 - 2, 1);
        if (Week().Match(text) is { Success: true } week)
            return IsoWeek(Number(week, "y"), Number(week, "w"));
        if (Named().Match(text) is { Success: true } named && s_months.TryGetValue(named.Groups["m"].Value.ToLowerInvariant(), out var month))
            return Make(Year(Number(named, "y")), month, named.Groups["d"].Success ? Number(named, "d") : 1);
        return AmericanNamed().Match(text) is { Success: true } american && s_months.TryGetValue(american.Groups["m"].Value.ToLowerInvariant(), out month)
            ? Make(Number(american, "y"), month, Number(american, "d"))
            : YearAlone().IsMatch(text) ? Make(int.Parse(text, CultureInfo.InvariantCulture), 1, 1) : null;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static int Year(int year) => year < 100 ? 2000 + year : year;

    private static DateOnly? Make(int year, int month, int day) =>
        year is >= 1900 and <= 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;

    private static DateOnly? IsoWeek(int year, int week) =>
        year is >= 1900 and <= 2200 && week >= 1 && week <= ISOWeek.GetWeeksInYear(year) ? DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)) : null;

    private static Dictionary<string, int> LoadMonths()
    {
        using var stream = typeof(DateColumn).Assembly.GetManifestResourceStream("Tables/months.json") ?? throw new FileNotFoundException("Tables/months.json is not in the guild.");
        using var months = JsonDocument.Parse(stream);
        return months.RootElement.EnumerateArray()
            .SelectMany((names, i) => names.EnumerateArray().Select(n => (Name: n.GetString()!, Month: i + 1)))
            .ToDictionary(m => m.Name, m => m.Month, StringComparer.Ordinal);
    }

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    [GeneratedRegex(@"^(?<y>[0-9]{4})[-/.](?<m>[0-9]{1,2})([-/.](?<d>[0-9]{1,2})([T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?( ?(Z|[+-][0-9]{2}:?[0-9]{2}))?)?)?$", Options)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(?<a>[0-9]{1,2})((?<slash>/)|[.-])(?<b>[0-9]{1,2})[./-](?<y>[0-9]{4}|[0-9]{2})( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?$", Options)]
    private static partial Regex Numeric();

    [GeneratedRegex(@"^((?<y>[0-9]{4})[ -/]?[QT](?<q>[1-4])|[QT](?<q>[1-4])[ -/]?(?<y>[0-9]{4}))$", Options)]
    private static partial Regex Quarter();

    [GeneratedRegex(@"^(?<y>[0-9]{4})[ -]?(W|KW|S)(?<w>[0-9]{1,2})$", Options)]
    private static partial Regex Week();

    [GeneratedRegex(@"^((?<d>[0-9]{1,2})\.?[ -])?(?<m>\p{L}{3,12})\.?[ -](?<y>[0-9]{4}|[0-9]{2})$", Options)]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?<m>\p{L}{3,12})\.? (?<d>[0-9]{1,2}),? (?<y>[0-9]{4})$", Options)]
    private static partial Regex AmericanNamed();

    [GeneratedRegex(@"^(19|20|21)[0-9]{2}$", Options)]
    private static partial Regex YearAlone();
}
