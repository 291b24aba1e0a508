using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>Tasks that died: what they are, why, and what to do with them.</summary>
internal static class DeadLettersCommand
{
    private const string Path = "/api/ops/dead-letters";
    private static readonly string[] Columns = ["Task", "Agent", "Step", "Cause", "Error", "Died"];

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
            var page = await client.GetAsync<ItemList<DeadLetterView>>(
                Query.Of(Path, ("agent", parsed.GetValue(agent)), ("cause", parsed.GetValue(cause)), ("limit", parsed.GetValue(limit)?.ToString(CultureInfo.InvariantCulture))), cancellationToken);
            Listing.Write(environment, Columns, page.Items.Select(Cells));
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

    private static string?[] Cells(DeadLetterView letter) => [letter.Id, letter.Agent, letter.Step, letter.Cause, letter.Error, $"{letter.DiedAt:u}"];
}
