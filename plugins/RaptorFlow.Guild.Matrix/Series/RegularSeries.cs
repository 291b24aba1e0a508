using RaptorFlow.Agents;
using RaptorFlow.Guild.Matrix.Tables;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Matrix.Series;

/// <summary>A figure for every period from the first to the last.</summary>
internal sealed record RegularSeries(string Column, Calendar Calendar, IReadOnlyList<double> Values, int Filled, IReadOnlyList<string> Remarks)
{
    public const int FewestPoints = 3;

    private const int MostPeriods = 20_000;
    private const double MostFilled = 0.5;

    public IReadOnlyList<SeriesPoint> Points() => [.. Values.Select((v, i) => new SeriesPoint(Calendar.DateOf(i), v))];

    public static RegularSeries Of(Figures figures, DateOnly today)
    {
        var known = figures.Items.Where(f => f.Value is not null).ToList();
        if (known.Count < FewestPoints)
            throw TooFew(known.Count);
        var remarks = figures.Remarks.ToList();
        if (!figures.Items.Select(f => f.Date).SequenceEqual(figures.Items.Select(f => f.Date).Order()))
            remarks.Add("The rows were not in order of date; they were sorted.");
        var calendar = Calendar.Of([.. figures.Items.Select(f => f.Date)]);
        if (calendar.Closed.Count > 0)
            remarks.Add($"There is never a figure on {string.Join(", ", calendar.Closed)}; those days are taken as closed and not forecast.");
        var sums = Merge(known, calendar, figures.IsShare, remarks);
        DropUnfinished(sums, calendar, today, remarks);
        return sums.Count < FewestPoints ? throw TooFew(sums.Count) : Fill(figures.Column, sums, calendar, remarks);
    }

    private static SortedDictionary<int, double> Merge(List<Figure> known, Calendar calendar, bool isShare, List<string> remarks)
    {
        var (repeated, merged) = (0, 0);
        var sums = new SortedDictionary<int, double>();
        foreach (var period in known.Distinct().GroupBy(f => calendar.IndexOf(f.Date)))
        {
            var values = period.Select(f => f.Value!.Value).ToList();
            merged += values.Count > 1 ? 1 : 0;
            sums[period.Key] = isShare ? values.Average() : values.Sum();
        }
        repeated = known.Count - known.Distinct().Count();
        if (repeated > 0)
            remarks.Add(Say($"{repeated} rows repeat another row and were counted once."));
        if (merged > 0)
            remarks.Add(Say($"{merged} periods have several figures; they were {(isShare ? "averaged" : "added up")}."));
        return sums;
    }

    private static void DropUnfinished(SortedDictionary<int, double> sums, Calendar calendar, DateOnly today, List<string> remarks)
    {
        var last = sums.Keys.Last();
        if (calendar.DateOf(last) > today)
            remarks.Add(Say($"The last figure is dated {calendar.DateOf(last):yyyy-MM-dd}, after today; it was taken as it stands."));
        else if (calendar.DateOf(last + 1) > today && sums.Count > FewestPoints)
        {
            remarks.Add(Say($"The {calendar.Period} of {calendar.DateOf(last):yyyy-MM-dd} is not over; its figure was left out."));
            sums.Remove(last);
        }
    }

    private static RegularSeries Fill(string column, SortedDictionary<int, double> sums, Calendar calendar, List<string> remarks)
    {
        var (first, last) = (sums.Keys.First(), sums.Keys.Last());
        var length = last - first + 1;
        if (length > MostPeriods)
            throw new AgentInputException(TableReader.Field, Say($"the dates span {length} periods of one {calendar.Period}; at most {MostPeriods} can be forecast from."));
        var missing = Enumerable.Range(first, length).Where(i => !sums.ContainsKey(i)).ToList();
        if (missing.Count > MostFilled * length)
            throw new AgentInputException(TableReader.Field, Say($"{missing.Count} of {length} periods have no figure; give a denser table or sum it up by a longer period."));
        if (missing.Count > 0)
        {
            var some = string.Join(", ", missing.Take(5).Select(i => Say($"{calendar.DateOf(i):yyyy-MM-dd}")));
            remarks.Add(Say($"{missing.Count} of {length} periods had no figure and were filled on a straight line: {some}{(missing.Count > 5 ? "…" : "")}."));
        }
        var values = new double[length];
        var before = first;
        foreach (var (index, value) in sums)
        {
            for (var i = before + 1; i < index; i++)
                values[i - first] = sums[before] + (value - sums[before]) * (i - before) / (index - before);
            values[index - first] = value;
            before = index;
        }
        var from = first == 0 ? calendar : Calendar.Of([.. Enumerable.Range(first, Math.Max(2, Math.Min(length, 60))).Select(calendar.DateOf)]);
        return new(column, from, values, missing.Count, remarks);
    }

    private static AgentInputException TooFew(int count) => new(TableReader.Field,
        Say($"the column has {count} figures; a forecast needs at least {FewestPoints}, and two years of them to see a season."));

    private static string Say(FormattableString text) => FormattableString.Invariant(text);
}
