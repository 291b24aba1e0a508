using RaptorFlow.Cli.Terminal;
using Spectre.Console;

namespace RaptorFlow.Cli.Commands;

/// <summary>Rows as a table for who looks on, else as lines of cells between tabs.</summary>
internal static class Listing
{
    public static void Write(CliEnvironment environment, string[] columns, IEnumerable<string?[]> rows)
    {
        var clean = rows.Select(row => row.Select(CleanText.Of).ToArray());
        if (!environment.Interactive)
        {
            foreach (var row in clean)
                environment.Out.WriteLine(string.Join('\t', row));
            return;
        }
        var table = new Table { Border = TableBorder.Rounded }.AddColumns(columns);
        foreach (var row in clean)
            table.AddRow([.. row.Select(cell => cell.EscapeMarkup())]);
        environment.Console.Write(table);
    }
}
