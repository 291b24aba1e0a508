using System.CommandLine;
using System.Globalization;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>What the workspace's cache was good for, and how to empty it.</summary>
internal static class CacheCommand
{
    private const string Path = "/api/cache";
    private static readonly string[] Columns = ["Kind", "Kept", "Hits", "Misses", "Fresh", "Hit rate"];

    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var from = new Option<string?>("--from") { Description = "The first day, such as 2026-11-01; else the month's" };
        var to = new Option<string?>("--to") { Description = "The last day; else today" };
        var command = new Command("cache", "How often what was asked had been answered before") { from, to, Empty(connection, environment) };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var report = await client.GetAsync<CacheReportView>(Query.Of(Path, ("from", parsed.GetValue(from)), ("to", parsed.GetValue(to))), cancellationToken);
            Listing.Write(environment, Columns, report.Items.Select(Cells));
            environment.Out.WriteLine($"Saved: {Plain.Dollars(report.SavedMicros)}");
            return 0;
        });
        return command;
    }

    private static Command Empty(Connection connection, CliEnvironment environment)
    {
        var kind = new Argument<string?>("kind") { Description = "One kind, such as market_data; else all", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("empty", "Forget what the workspace was answered before") { kind };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            await client.DeleteAsync(parsed.GetValue(kind) is { } one ? $"{Path}/{Uri.EscapeDataString(one)}" : Path, cancellationToken);
            environment.Out.WriteLine("Emptied.");
            return 0;
        });
        return command;
    }

    private static string?[] Cells(CacheFiguresView figures) =>
    [
        figures.Kind, figures.LifetimeSeconds == 0 ? "not at all" : TimeSpan.FromSeconds(figures.LifetimeSeconds).ToString("g", CultureInfo.InvariantCulture),
        Plain.Number(figures.Hits), Plain.Number(figures.Misses), Plain.Number(figures.Fresh), figures.HitRate?.ToString("0.0 %", CultureInfo.InvariantCulture),
    ];
}
