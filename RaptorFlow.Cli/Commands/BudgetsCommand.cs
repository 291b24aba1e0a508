using System.CommandLine;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Input;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>The limits of the workspace: what they are, how to set and how to lift them.</summary>
internal static class BudgetsCommand
{
    private const string Path = "/api/costs/budgets";
    private const string ThisMonth = "workspace_month/current";
    private static readonly string[] Columns = ["Budget", "Of", "Limit", "Spent", "Held", "Left"];

    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var command = new Command("budgets", "Limits with what is spent and held") { Set(connection, environment), Lift(connection, environment) };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var page = await client.GetAsync<ItemList<BudgetView>>($"{Path}?limit=200", cancellationToken);
            Listing.Write(environment, Columns, page.Items.Select(Cells));
            if (page.NextCursor is not null)
                environment.Error.WriteLine("There are more than are shown.");
            return 0;
        });
        return command;
    }

    private static Command Set(Connection connection, CliEnvironment environment)
    {
        var dollars = new Argument<decimal>("dollars") { Description = "The limit in USD, with at most six decimals; 0 for no model at all", CustomParser = Dollars.Parse };
        var target = new Target();
        var command = new Command("set", "Set a limit: the month's, or that of a campaign or run") { dollars };
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = target.Path(parsed);
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var budget = await client.PutAsync<BudgetView>(path, new { limit = new { amount = parsed.GetRequiredValue(dollars), currency = "USD" } }, cancellationToken);
            environment.Out.WriteLine($"{CleanText.Of(budget.Scope)} {CleanText.Of(budget.Id)}: {Plain.Dollars(budget.LimitMicros)}, of which {Plain.Dollars(budget.SpentMicros)} are spent.");
            return 0;
        });
        return command;
    }

    private static Command Lift(Connection connection, CliEnvironment environment)
    {
        var target = new Target();
        var command = new Command("lift", "Return the month to its default limit, or take a campaign's or run's limit away");
        target.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = target.Path(parsed);
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            await client.DeleteAsync(path, cancellationToken);
            environment.Out.WriteLine("Lifted.");
            return 0;
        });
        return command;
    }

    private static string?[] Cells(BudgetView budget) =>
    [
        budget.Scope, budget.Id, Plain.Dollars(budget.LimitMicros) + (budget.IsDefault ? " (default)" : ""), Plain.Dollars(budget.SpentMicros), Plain.Dollars(budget.HeldMicros), Plain.Dollars(budget.LeftMicros),
    ];

    /// <summary>Which budget is meant; this month's when nothing is said.</summary>
    private sealed class Target
    {
        private readonly Option<string?> _month = new("--month") { Description = "A month such as 2026-12; else this one" };
        private readonly Option<string?> _campaign = new("--campaign") { Description = "The id of a campaign" };
        private readonly Option<string?> _run = new("--run") { Description = "The id of a run" };

        public void AddTo(Command command)
        {
            foreach (var option in new[] { _month, _campaign, _run })
                command.Options.Add(option);
        }

        public string Path(ParseResult parsed)
        {
            var given = new[] { ("workspace_month", parsed.GetValue(_month)), ("campaign", parsed.GetValue(_campaign)), ("run", parsed.GetValue(_run)) }.Where(g => g.Item2 is not null).ToList();
            return given switch
            {
                [] => $"{BudgetsCommand.Path}/{ThisMonth}",
                [var (scope, id)] => $"{BudgetsCommand.Path}/{scope}/{Uri.EscapeDataString(id!)}",
                _ => throw new UsageException("A limit is of one: give --month, --campaign or --run."),
            };
        }
    }
}
