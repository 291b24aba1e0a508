using System.Globalization;
using RaptorFlow.Agents;

namespace RaptorFlow.Guild.Matrix.Tables;

/// <summary>Rows of text with their header.</summary>
internal sealed record Table(IReadOnlyList<string> Header, IReadOnlyList<TableRow> Rows, char Separator);

/// <summary>One row.</summary>
/// <param name="Number">As an editor counts lines, the header being 1.</param>
/// <param name="Cells">As many as the header has.</param>
internal sealed record TableRow(int Number, IReadOnlyList<string> Cells);

/// <summary>Reads a CSV whatever its separator: comma, semicolon, tab or bar.</summary>
internal static class TableReader
{
    public const string Field = "metrics.csv";

    private const int MostCharacters = 5 * 1024 * 1024;
    private const int SampleLines = 20;

    public static Table Read(string csv)
    {
        if (csv.Length > MostCharacters)
            throw new AgentInputException(Field, "the table is longer than 5 MB; sum it up by day, week or month and send that.");
        var text = csv.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (string.IsNullOrWhiteSpace(text))
            throw new AgentInputException(Field, "the table is empty; it needs a header row, a date column and a column of figures.");
        var separator = Separator(text);
        var rows = CsvRows.Read(text, separator);
        var header = rows[0].Cells.Select(c => c.Trim()).ToList();
        if (header.Count < 2)
            throw new AgentInputException(Field, "row 1 has one column only; separate date and figure by comma, semicolon or tab.");
        var data = rows.Skip(1).Where(r => r.Cells.Any(c => !string.IsNullOrWhiteSpace(c))).ToList();
        if (data.Find(r => r.Cells.Count != header.Count) is { } odd)
        {
            throw new AgentInputException(Field, string.Create(CultureInfo.InvariantCulture,
                $"row {odd.Number} has {odd.Cells.Count} cells and the header has {header.Count}; quote cells that hold the separator '{Show(separator)}', or use another separator."));
        }
        return new(header, data, separator);
    }

    private static char Separator(string text)
    {
        var lines = text.Split('\n', SampleLines + 1).Take(SampleLines).Where(l => !string.IsNullOrWhiteSpace(l)).Select(WithoutQuoted).ToList();
        // A comma may also be a decimal comma, so it is the last to be believed.
        foreach (var candidate in new[] { ';', '\t', '|' })
        {
            if (lines.TrueForAll(l => l.Contains(candidate, StringComparison.Ordinal)))
                return candidate;
        }
        return ',';
    }

    private static string WithoutQuoted(string line) => string.Concat(line.Split('"').Where((_, i) => i % 2 == 0));

    private static string Show(char separator) => separator == '\t' ? "tab" : separator.ToString();
}
