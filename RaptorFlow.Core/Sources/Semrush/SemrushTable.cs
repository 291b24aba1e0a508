using System.Globalization;
using System.Text;

namespace RaptorFlow.Core.Sources.Semrush;

/// <summary>A report as the vendor sends it: a head of names for people, however the columns were asked for, and a row a line.</summary>
internal sealed class SemrushTable
{
    // What heads say, in any spelling, by what was asked for.
    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        ["keyword"] = "Ph",
        ["searchvolume"] = "Nq",
        ["cpc"] = "Cp",
        ["competition"] = "Co",
        ["keyworddifficulty"] = "Kd",
        ["keyworddifficultyindex"] = "Kd",
        ["intent"] = "In",
        ["intents"] = "In",
        ["keywordintents"] = "In",
        ["trend"] = "Td",
        ["trends"] = "Td",
        ["position"] = "Po",
        ["url"] = "Ur",
        ["domain"] = "Dn",
        ["rank"] = "Rk",
        ["organickeywords"] = "Or",
        ["organictraffic"] = "Ot",
        ["adwordstraffic"] = "At",
        ["paidtraffic"] = "At",
        ["ascore"] = "ascore",
        ["authorityscore"] = "ascore",
        ["total"] = "total",
        ["domainsnum"] = "domains_num",
    };

    private SemrushTable(IReadOnlyList<SemrushRow> rows) => Rows = rows;

    public static SemrushTable Empty { get; } = new([]);

    public IReadOnlyList<SemrushRow> Rows { get; }

    public SemrushRow? First => Rows.Count > 0 ? Rows[0] : null;

    /// <exception cref="SourceException">It is no such table.</exception>
    public static SemrushTable Parse(string text)
    {
        var lines = Lines(text).ToList();
        if (lines.Count == 0)
            throw SourceException.Unreadable("it is empty.");
        var columns = lines[0].Select(name => Columns.GetValueOrDefault(Letters(name), name.Trim())).ToArray();
        if (!columns.Any(Columns.ContainsValue))
            throw SourceException.Unreadable("it is no table of a report.");
        return new([.. lines.Skip(1).Select(line => new SemrushRow(columns.Zip(line).DistinctBy(cell => cell.First).ToDictionary(cell => cell.First, cell => cell.Second.Trim(), StringComparer.Ordinal)))]);
    }

    // RFC 4180 with another separator: a cell in quotes may hold it, a line's end, and quotes that are doubled.
    private static IEnumerable<List<string>> Lines(string text)
    {
        List<string> line = [];
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"':
                    cell.Append(text[++i]);
                    break;
                case '"' when quoted || cell.Length == 0:
                    quoted = !quoted;
                    break;
                case ';' when !quoted:
                    End();
                    break;
                case '\n' when !quoted:
                    End();
                    if (line is not [""])
                        yield return line;
                    line = [];
                    break;
                case '\r' when !quoted:
                    break;
                default:
                    cell.Append(text[i]);
                    break;
            }
        }
        End();
        if (line is not [""])
            yield return line;

        void End()
        {
            line.Add(cell.ToString());
            cell.Clear();
        }
    }

    private static string Letters(string name) => new([.. name.Where(char.IsAsciiLetter).Select(char.ToLowerInvariant)]);
}

/// <summary>A line, its cells by the column's code. A cell that is left out or empty is not known.</summary>
internal sealed record SemrushRow(IReadOnlyDictionary<string, string> Cells)
{
    public string? Text(string column) => Cells.GetValueOrDefault(column) is { Length: > 0 } text ? text : null;

    public decimal? Number(string column) => decimal.TryParse(Text(column), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    public long? Count(string column) => Number(column) is { } number and >= 0 and < long.MaxValue ? (long)decimal.Round(number) : null;
}
