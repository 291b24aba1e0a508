using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Writes tables of data as Markdown's tables.</summary>
internal static class HtmlTable
{
    private const int MostColumns = 50;

    /// <param name="element">The table.</param>
    /// <param name="text">Makes one line of a cell.</param>
    /// <returns>Null for what only looks like a table: one column, too many, or other tables in it.</returns>
    public static string? Of(IElement element, Func<IElement, string> text)
    {
        if (element is not IHtmlTableElement table || element.QuerySelector("table") is not null)
            return null;
        var rows = table.Rows.Select(row => row.Cells.Select(cell => text(cell).Replace("|", "\\|", StringComparison.Ordinal)).ToArray()).Where(row => row.Any(cell => cell.Length > 0)).ToList();
        var columns = rows.Count == 0 ? 0 : rows.Max(row => row.Length);
        if (columns is < 2 or > MostColumns)
            return null;
        var lines = rows.Select(row => $"| {string.Join(" | ", row.Concat(Enumerable.Repeat("", columns - row.Length)))} |").ToList();
        lines.Insert(1, $"|{string.Concat(Enumerable.Repeat(" --- |", columns))}");
        var caption = table.Caption is { } named ? text(named) : "";
        return caption.Length > 0 ? $"{caption}\n\n{string.Join('\n', lines)}" : string.Join('\n', lines);
    }
}
