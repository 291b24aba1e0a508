using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Grounding;

/// <summary>A passage that is a table of dated figures (CSV): a header and rows that begin with a date. It has figures, and no sentences to quote.</summary>
/// <param name="Passage">Where it stands.</param>
/// <param name="Header">The columns' names.</param>
/// <param name="Rows">The rows, each with its day, its cells and its line.</param>
internal sealed record DatedTable(Evidence Passage, IReadOnlyList<string> Header, IReadOnlyList<DatedTable.Row> Rows)
{
    private const int FewestRows = 3;
    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy-MM", "dd.MM.yyyy", "yyyy"];

    /// <summary>The table of a passage; null when it is a text.</summary>
    public static DatedTable? Of(Evidence passage)
    {
        var lines = passage.Quote.Split('\n', StringSplitOptions.TrimEntries);
        var header = lines.Length > FewestRows ? Array.FindIndex(lines, l => Separator(l) is not null) : -1;
        if (header < 0 || Separator(lines[header]) is not { } separator || Day(lines[header].Split(separator)[0]) is not null)
            return null;
        var rows = lines.Skip(header + 1).Select(l => (Line: l, Cells: l.Split(separator))).Where(r => r.Cells.Length > 1 && Day(r.Cells[0]) is not null)
            .Select(r => new Row(Day(r.Cells[0])!.Value, r.Cells, r.Line)).ToList();
        return rows.Count >= FewestRows && rows.Count * 2 >= lines.Length ? new(passage, lines[header].Split(separator), rows) : null;
    }

    /// <summary>The facts that are texts.</summary>
    public static IEnumerable<Evidence> Without(IEnumerable<Evidence> facts) => facts.Where(f => Of(f) is null);

    private static char? Separator(string line) =>
        line.Contains('\t', StringComparison.Ordinal) ? '\t' : line.Contains(';', StringComparison.Ordinal) ? ';' : line.Contains(',', StringComparison.Ordinal) ? ',' : null;

    private static DateOnly? Day(string cell) =>
        DateOnly.TryParseExact(cell.Trim().Trim('"'), Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A row of the table.</summary>
    public readonly record struct Row(DateOnly Day, IReadOnlyList<string> Cells, string Line);
}
