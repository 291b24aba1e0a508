using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Matrix.Tables;

/// <summary>A dated figure; null where the cell says that there is none.</summary>
internal readonly record struct Figure(DateOnly Date, double? Value);

/// <summary>One column of figures with its dates, as read.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Items">In the table's order.</param>
/// <param name="IsShare">Whether the figures are percentages, which do not add up.</param>
/// <param name="Remarks">How it was read, where that was not plain.</param>
internal sealed record Figures(string Column, IReadOnlyList<Figure> Items, bool IsShare, IReadOnlyList<string> Remarks)
{
    // A column is taken for dates or figures when most of its cells are; the cells that are not are then errors, not another kind of column.
    private const double Most = 0.6;

    public static Figures Read(MetricsTable metrics)
    {
        var table = TableReader.Read(metrics.Csv);
        if (table.Rows.Count == 0)
            throw new AgentInputException(TableReader.Field, "there is a header and no row of figures.");
        var dates = DateColumnOf(table);
        var value = ValueColumnOf(table, dates, metrics.Column);
        var dateReader = DateColumn.For(Cells(table, dates));
        var numbers = NumberColumn.For(Cells(table, value).Where(c => !NumberColumn.IsMissing(c)), table.Separator);
        var items = table.Rows.Select(r => new Figure(Date(table, r, dates, dateReader), Value(table, r, value, numbers))).ToList();
        var remarks = new List<string>();
        if (dateReader.Assumed)
            remarks.Add($"The dates could be read two ways; they were read with {dateReader.Order}.");
        if (numbers.Assumed)
            remarks.Add($"The figures could be read two ways; they were read with a {numbers.Notation}.");
        return new(table.Header[value], items, Cells(table, value).Any(c => c.Contains('%', StringComparison.Ordinal)), remarks);
    }

    private static IReadOnlyList<string> Cells(Table table, int column) => [.. table.Rows.Select(r => r.Cells[column])];

    private static int DateColumnOf(Table table)
    {
        for (var i = 0; i < table.Header.Count; i++)
        {
            var cells = Cells(table, i);
            var reader = DateColumn.For(cells);
            if (cells.Count(c => reader.Read(c) is not null) >= Most * cells.Count && reader.Read(table.Header[i]) is null)
                return i;
        }
        throw new AgentInputException(TableReader.Field,
            $"no column holds dates under a header; the columns are {Names(table.Header)}. Write dates as 2026-01-31, 31.01.2026, 2026-01 or 2026.");
    }

    private static int ValueColumnOf(Table table, int dates, string? wanted)
    {
        if (wanted is not null)
        {
            var index = table.Header.ToList().FindIndex(h => string.Equals(h, wanted.Trim(), StringComparison.OrdinalIgnoreCase));
            return index >= 0 && index != dates
                ? index
                : throw new AgentInputException("metrics.column", $"there is no column of figures named '{wanted}'; the columns are {Names(table.Header.Where((_, i) => i != dates))}.");
        }
        for (var i = 0; i < table.Header.Count; i++)
        {
            var cells = Cells(table, i).Where(c => !NumberColumn.IsMissing(c)).ToList();
            var numbers = NumberColumn.For(cells, table.Separator);
            if (i != dates && cells.Count > 0 && cells.Count(c => numbers.Read(c) is not null) >= Most * cells.Count)
                return i;
        }
        throw new AgentInputException(TableReader.Field, $"no column holds figures; the columns are {Names(table.Header)}.");
    }

    private static DateOnly Date(Table table, TableRow row, int column, DateColumn reader) => reader.Read(row.Cells[column])
        ?? throw Bad(table, row, column, "is not a date like the others; correct it or delete the row.");

    private static double? Value(Table table, TableRow row, int column, NumberColumn numbers)
    {
        if (NumberColumn.IsMissing(row.Cells[column]))
            return null;
        return numbers.Read(row.Cells[column])
            ?? throw Bad(table, row, column, $"is not a figure (the column was read with a {numbers.Notation}); correct it, or leave the cell empty if the figure is unknown.");
    }

    private static AgentInputException Bad(Table table, TableRow row, int column, string what) => new(TableReader.Field,
        string.Create(CultureInfo.InvariantCulture, $"row {row.Number}, column '{table.Header[column]}': '{Short(row.Cells[column])}' {what}"));

    private static string Short(string cell) => cell.Length <= 40 ? cell : cell[..40] + "…";

    private static string Names(IEnumerable<string> header) => string.Join(", ", header.Select(h => $"'{h}'"));
}
