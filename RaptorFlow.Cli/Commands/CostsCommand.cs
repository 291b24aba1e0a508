using System.CommandLine;
using System.Globalization;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>What calls cost.</summary>
internal static class CostsCommand
{
    private static readonly string[] Columns = ["", "Name", "Cost", "Saved", "Paid calls", "Free calls", "Tokens in", "out"];

    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var by = new Option<string>("--by") { Description = "agent, model, campaign, user, day, run, tier or source", DefaultValueFactory = _ => "agent" };
        var from = new Option<string?>("--from") { Description = "The first day, such as 2026-11-01; else the first of the month" };
        var to = new Option<string?>("--to") { Description = "The last day; else today" };
        var command = new Command("costs", "What calls cost, dearest first") { by, from, to };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var report = await client.GetAsync<CostReportView>(
                Query.Of("/api/costs", ("by", parsed.GetRequiredValue(by)), ("from", parsed.GetValue(from)), ("to", parsed.GetValue(to))), cancellationToken);
            Listing.Write(environment, Columns, [.. report.Items.Select(row => Cells(row, row.Key ?? "none")), Cells(report.Total, "total")]);
            if (report.Keys > report.Items.Count)
                environment.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Keys - report.Items.Count} cheaper ones are left out; the total is of all."));
            return 0;
        });
        return command;
    }

    private static string?[] Cells(CostRowView row, string key) =>
    [
        key, row.Name, Plain.Dollars(row.CostMicros), Plain.Dollars(row.SavedMicros), Plain.Number(row.Calls.Provider), Plain.Number(row.Calls.Cache + row.Calls.Record + row.Calls.Draft),
        Plain.Number(row.InputTokens), Plain.Number(row.OutputTokens),
    ];
}
