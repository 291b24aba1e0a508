using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>What the workspace remembers.</summary>
internal static class MemoryCommand
{
    private const string Path = "/api/memory/documents";
    private static readonly string[] Columns = ["Document", "Title", "Collection", "Type", "From", "Revision", "Updated", "Trouble"];

    public static Command Create(Connection connection, CliEnvironment environment) => new("memory", "Texts the agents can recall")
    {
        MemoryAdd.Create(connection, environment),
        List(connection, environment),
        Search(connection, environment),
        OfOne("show", "A document with its text, as JSON", connection, async (client, id, cancellationToken) =>
            environment.Out.WriteLine(IndentedJson.Of(await client.GetAsync<JsonElement>($"{Path}/{id}", cancellationToken)))),
        OfOne("refresh", "Fetch a document's page anew", connection, async (client, id, cancellationToken) =>
        {
            var refreshed = await client.PostAsync<MemoryRefreshed>($"{Path}/{id}/refresh", new { }, cancellationToken, idempotencyKey: Guid.NewGuid().ToString(), limit: MemoryAdd.Limit);
            environment.Out.WriteLine(refreshed.Changed ? FormattableString.Invariant($"Changed: revision {refreshed.Document.Revision}.") : "Unchanged.");
        }),
        OfOne("remove", "Forget a document", connection, async (client, id, cancellationToken) =>
        {
            await client.DeleteAsync($"{Path}/{id}", cancellationToken);
            environment.Out.WriteLine("Removed.");
        }),
    };

    private static Command List(Connection connection, CliEnvironment environment)
    {
        var collection = new Option<string?>("--collection") { Description = "Only this one's" };
        var limit = new Option<int?>("--limit") { Description = "How many at most, 1 to 100; else 50" };
        var list = new Command("list", "Documents, newest first") { collection, limit };
        list.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var page = await client.GetAsync<ItemList<MemoryStored>>(
                Query.Of(Path, ("collection", parsed.GetValue(collection)), ("limit", parsed.GetValue(limit)?.ToString(CultureInfo.InvariantCulture))), cancellationToken);
            Listing.Write(environment, Columns, page.Items.Select(Cells));
            if (page.NextCursor is not null)
                environment.Error.WriteLine("There are more: raise --limit, or narrow them with --collection.");
            return 0;
        });
        return list;
    }

    private static Command Search(Connection connection, CliEnvironment environment)
    {
        var query = new Argument<string>("query") { Description = "What to look for" };
        var collection = new Option<string[]>("--collection") { Description = "Only in these", DefaultValueFactory = _ => [] };
        var limit = new Option<int?>("--limit") { Description = "At most so many passages" };
        var command = new Command("search", "Find passages by meaning and words") { query, collection, limit };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var collections = parsed.GetRequiredValue(collection);
            var body = new MemoryQuery(parsed.GetRequiredValue(query), collections.Length == 0 ? null : collections, parsed.GetValue(limit));
            var hits = (await client.PostAsync<ItemList<MemoryHit>>("/api/memory/search", body, cancellationToken)).Items;
            foreach (var hit in hits)
                FoundPassage.Write(environment, hit);
            if (hits.Count == 0)
                environment.Out.WriteLine("Nothing found.");
            return 0;
        });
        return command;
    }

    private static Command OfOne(string name, string description, Connection connection, Func<RaptorClient, string, CancellationToken, Task> act)
    {
        var id = new Argument<string>("documentId") { Description = "The document" };
        var command = new Command(name, description) { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            await act(client, Uri.EscapeDataString(parsed.GetRequiredValue(id)), cancellationToken);
            return 0;
        });
        return command;
    }

    private static string?[] Cells(MemoryStored document) =>
        [document.Id, document.Title, document.Collection, document.Type, document.Address ?? document.Source, Plain.Number(document.Revision), $"{document.UpdatedAt:u}", document.LastError];
}
