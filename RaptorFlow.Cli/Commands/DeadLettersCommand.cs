using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;
using Spectre.Console;

namespace RaptorFlow.Cli.Commands;

/// <summary>Tasks that died: what they are, why, and what to do with them.</summary>
internal static class DeadLettersCommand
{
    private const string Path = "/api/ops/dead-letters";

    public static Command Create(Connection connection, CliEnvironment environment) => new("dead-letters", "Tasks that died")
    {
        List(connection, environment),
        OfOne("show", "A dead task with its input, its error and every attempt", connection, async (client, id, cancellationToken) =>
            environment.Out.WriteLine(IndentedJson.Of(await client.GetAsync<JsonElement>($"{Path}/{id}", cancellationToken)))),
        OfOne("retry", "Do a dead task, and all that builds on it, anew", connection, async (client, id, cancellationToken) =>
        {
            var started = await client.PostAsync<RunStarted>($"{Path}/{id}/retry", new { }, cancellationToken, idempotencyKey: Guid.NewGuid().ToString());
            environment.Out.WriteLine($"Queued anew. Follow it: runs watch {CleanText.Of(started.RunId)}");
        }),
        OfOne("discard", "Take a dead task off the list for good", connection, async (client, id, cancellationToken) =>
        {
            await client.DeleteAsync($"{Path}/{id}", cancellationToken);
            environment.Out.WriteLine("Discarded.");
        }),
    };

    private static Command List(Connection connection, CliEnvironment environment)
    {
        var agent = new Option<string?>("--agent") { Description = "Only this agent's" };
        var cause = new Option<string?>("--cause") { Description = "Only those of this cause, such as bug or timeout" };
        var limit = new Option<int?>("--limit") { Description = "How many at most, 1 to 200; else 50" };
        var list = new Command("list", "Dead tasks, newest first") { agent, cause, limit };
        list.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            string?[] filters = [Filter("agent", parsed.GetValue(agent)), Filter("cause", parsed.GetValue(cause)), Filter("limit", parsed.GetValue(limit)?.ToString(CultureInfo.InvariantCulture))];
            var page = await client.GetAsync<ItemList<DeadLetterView>>($"{Path}?{string.Join('&', filters.OfType<string>())}", cancellationToken);
            if (environment.Interactive)
                environment.Console.Write(Draw(page.Items));
            else
                Print(page.Items, environment.Out);
            if (page.NextCursor is not null)
                environment.Error.WriteLine("There are more: raise --limit, or narrow them with --agent or --cause.");
            return 0;
        });
        return list;
    }

    private static Command OfOne(string name, string description, Connection connection, Func<RaptorClient, string, CancellationToken, Task> act)
    {
        var id = new Argument<string>("taskId") { Description = "The task" };
        var command = new Command(name, description) { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            await act(client, Uri.EscapeDataString(parsed.GetRequiredValue(id)), cancellationToken);
            return 0;
        });
        return command;
    }

    private static string? Filter(string name, string? value) => value is null ? null : $"{name}={Uri.EscapeDataString(value)}";

    private static Table Draw(IReadOnlyList<DeadLetterView> letters)
    {
        var table = new Table { Border = TableBorder.Rounded }.AddColumns("Task", "Agent", "Step", "Cause", "Error", "Died");
        foreach (var letter in letters)
            table.AddRow([.. Cells(letter).Select(c => c.EscapeMarkup())]);
        return table;
    }

    private static void Print(IReadOnlyList<DeadLetterView> letters, TextWriter output)
    {
        foreach (var letter in letters)
            output.WriteLine(string.Join('\t', Cells(letter)));
    }

    private static IEnumerable<string> Cells(DeadLetterView letter) =>
        new[] { letter.Id, letter.Agent, letter.Step, letter.Cause, letter.Error, $"{letter.DiedAt:u}" }.Select(CleanText.Of);
}
