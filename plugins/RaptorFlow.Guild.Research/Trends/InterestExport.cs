using System.Globalization;
using System.Text.RegularExpressions;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Trends;

/// <summary>Documents that are tables of dated figures: exports of search interest are read, others are asked about.</summary>
/// <param name="Origin">The document: <c>documents[2]</c>.</param>
/// <param name="Series">One for each column that could be read.</param>
/// <param name="Question">What keeps the table, or a column, from being read.</param>
internal sealed partial record InterestExport(string Origin, IReadOnlyList<InterestSeries> Series, OpenQuestion? Question)
{
    private const int CharactersOfIntroduction = 400;
    private static readonly Lazy<CueLexicon> Cues = new(() => CueLexicon.Load("Trends/interest.yaml"));

    public static IReadOnlyList<InterestExport> Read(IReadOnlyList<CompanyDocument> documents) =>
        [.. documents.Facts().Select(DatedTable.Of).OfType<DatedTable>().Select(t => Of(t, documents[Index(t.Passage)]))];

    private static InterestExport Of(DatedTable table, CompanyDocument document)
    {
        var origin = table.Passage.Origin();
        var about = $"{document.Title} {document.Source} {document.Text[..Math.Min(CharactersOfIntroduction, document.Text.Length)]}";
        if (!Cues.Value.Mentions("search", "any", about))
            return new(origin, [], new($"Is “{Wording.Short(document.Title)}” an export of search interest, from 0 to 100 for each period, or which figures does it hold?", origin) { Why = "Only what is known to be search interest is read as such." });
        var series = new List<InterestSeries>();
        OpenQuestion? question = null;
        for (var column = 1; column < table.Header.Count; column++)
        {
            var points = Points(table, column, document.Title, out var problem);
            question ??= problem;
            var name = Named().Match(table.Header[column].Trim().Trim('"'));
            if (points.Count > 0 && problem is null && name.Success)
                series.Add(new(origin, name.Groups["topic"].Value.Trim(), name.Groups["place"].Success ? name.Groups["place"].Value : null, [.. points.OrderBy(p => p.Start)]));
        }
        return new(origin, series, question);
    }

    private static List<InterestPoint> Points(DatedTable table, int column, string title, out OpenQuestion? problem)
    {
        problem = null;
        var (origin, points) = (table.Passage.Origin(), new List<InterestPoint>());
        foreach (var row in table.Rows.Where(r => column < r.Cells.Count && r.Cells[column].Trim().Length > 0))
        {
            if (Value(row.Cells[column]) is >= 0 and <= 100 and var value)
                points.Add(new(row.Day, value, table.Passage with { Quote = row.Line, Date = table.Passage.Date ?? Say($"{row.Day:yyyy-MM-dd}") }));
            else
                problem ??= new($"“{Wording.Short(title)}” has “{Wording.Short(row.Line)}”, which is no search interest from 0 to 100: what does the column “{Wording.Short(table.Header[column].Trim())}” hold?", origin) { Why = "The column is left out until then." };
        }
        if (points.GroupBy(p => p.Start).FirstOrDefault(g => g.Count() > 1) is { } twice)
            problem ??= new(Say($"“{Wording.Short(title)}” has {twice.Key:yyyy-MM-dd} twice: which line is right?"), origin) { Why = "The table is left out until then." };
        return points;
    }

    private static int Index(Evidence passage) => int.Parse(passage.Source.AsSpan()["documents[".Length..passage.Source.IndexOf(']', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    // The export writes "<1" for what is above nothing and below 1.
    private static double? Value(string cell)
    {
        var text = cell.Trim().Trim('"');
        return text == "<1" ? 0 : double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private static string Say(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex(@"^(?<topic>.{1,200}?)(:? \((?<place>[^()]+)\))?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
