using System.Globalization;
using System.Text;
using CsvHelper;
using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Reads tables of text: each row becomes a line that says what its values are, and so is understood wherever it is cut off from the others.</summary>
internal sealed class CsvReading : IDocumentReader
{
    private const int MostColumns = 200;

    public ReadDocument Read(RawDocument document, CancellationToken cancellationToken)
    {
        try
        {
            return new(Lines(Charsets.Decode(document.Bytes.Span, document.Charset), cancellationToken), MediaTypes.Csv);
        }
        catch (CsvFormatException e)
        {
            throw UnreadableException.Malformed("table (CSV)", e);
        }
    }

    private static string Lines(string text, CancellationToken cancellationToken)
    {
        using var reader = CsvReader.FromText(text, new CsvReaderOptions { HasHeader = false, TrimWhitespace = true });
        var lines = new StringBuilder();
        string[]? columns = null;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.FieldCount > MostColumns)
                throw UnreadableException.TooComplex(FormattableString.Invariant($"The table has more than {MostColumns} columns."));
            var cells = reader.Current.ToArray();
            if (columns is null)
            {
                columns = Header(cells);
                if (columns is not null)
                    continue;
                columns = [.. cells.Select((_, i) => FormattableString.Invariant($"Column {i + 1}"))];
            }
            Append(lines, columns, cells);
            if (lines.Length > NewDocument.MaximumText)
                throw UnreadableException.TooLong();
        }
        // Nothing but names is still worth finding.
        return lines.Length > 0 || columns is null ? lines.ToString() : string.Join("; ", columns);
    }

    /// <summary>Names, not values: none is empty or a number, and none comes twice.</summary>
    private static string[]? Header(string[] cells)
    {
        var named = cells.All(cell => cell.Length is > 0 and <= 100 && !double.TryParse(cell, NumberStyles.Any, CultureInfo.InvariantCulture, out _))
            && cells.Distinct(StringComparer.OrdinalIgnoreCase).Count() == cells.Length;
        return named ? [.. cells.Select(OneLine)] : null;
    }

    private static void Append(StringBuilder lines, string[] columns, string[] cells)
    {
        var start = lines.Length;
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Length == 0)
                continue;
            lines.Append(lines.Length == start ? "" : "; ");
            if (i < columns.Length)
                lines.Append(columns[i]).Append(": ");
            lines.Append(OneLine(cells[i]));
        }
        if (lines.Length > start)
            lines.Append('\n');
    }

    private static string OneLine(string cell) => cell.AsSpan().ContainsAny('\r', '\n') ? string.Join(' ', cell.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) : cell;
}
