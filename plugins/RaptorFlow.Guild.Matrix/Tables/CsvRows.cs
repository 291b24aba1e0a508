using System.Globalization;
using System.Text;
using RaptorFlow.Agents;

namespace RaptorFlow.Guild.Matrix.Tables;

/// <summary>Splits a CSV into rows and cells (RFC 4180, with any separator), each row with the line it begins on.</summary>
internal static class CsvRows
{
    public static IReadOnlyList<TableRow> Read(string text, char separator)
    {
        var rows = new List<TableRow>();
        var (position, line) = (0, 1);
        while (position < text.Length)
        {
            var began = line;
            var cells = new List<string>();
            do
            {
                cells.Add(Cell(text, separator, began, ref position, ref line));
            }
            while (position < text.Length && text[position++] == separator);
            if (position > 0 && position <= text.Length && text[position - 1] is '\n')
                line++;
            if (cells.Count > 1 || cells[0].Length > 0)
                rows.Add(new(began, cells));
        }
        return rows;
    }

    /// <summary>Reads a cell and stops at what ends it: the separator, a line feed or the text's end.</summary>
    private static string Cell(string text, char separator, int row, ref int position, ref int line)
    {
        while (position < text.Length && text[position] == ' ')
            position++;
        if (position < text.Length && text[position] == '"')
            return Quoted(text, separator, row, ref position, ref line);
        var start = position;
        while (position < text.Length && text[position] != separator && text[position] != '\n')
            position++;
        return text[start..position].Trim();
    }

    private static string Quoted(string text, char separator, int row, ref int position, ref int line)
    {
        var cell = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            if (text[position] == '\n')
                line++;
            if (text[position] != '"')
                cell.Append(text[position]);
            else if (position + 1 < text.Length && text[position + 1] == '"')
                cell.Append(text[position++]);
            else
                return End(text, separator, row, ref position, cell);
        }
        throw Bad(row, "is opened and never closed");
    }

    private static string End(string text, char separator, int row, ref int position, StringBuilder cell)
    {
        position++;
        while (position < text.Length && text[position] == ' ')
            position++;
        return position >= text.Length || text[position] == separator || text[position] == '\n'
            ? cell.ToString().Trim()
            : throw Bad(row, "ends before its cell does");
    }

    private static AgentInputException Bad(int row, string what) => new(TableReader.Field,
        string.Create(CultureInfo.InvariantCulture, $"row {row}: a quotation {what}; write a quotation mark inside a quoted cell twice."));
}
