using System.CommandLine;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Input;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>What the workspace remembers.</summary>
internal static class MemoryCommand
{
    private const string DefaultCollection = RaptorFlow.Memory.MemoryCollections.CampaignBriefs;

    public static Command Create(Connection connection, CliEnvironment environment) =>
        new("memory", "Texts the agents can recall") { Add(connection, environment), Search(connection, environment) };

    private static Command Add(Connection connection, CliEnvironment environment)
    {
        var file = new Argument<string>("file") { Description = "A text or Markdown file" };
        var collection = new Option<string>("--collection") { Description = "Where it belongs", DefaultValueFactory = _ => DefaultCollection };
        var command = new Command("add", "Take a text in") { file, collection };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var document = await InputFiles.DocumentAsync(parsed.GetRequiredValue(file), cancellationToken);
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var body = new MemoryDocument(document.Title, document.Text, parsed.GetRequiredValue(collection), document.Source, document.Date);
            var stored = await client.PostAsync<MemoryStored>("/api/memory/documents", body, cancellationToken);
            environment.Out.WriteLine($"{CleanText.Of(document.Title)}: kept as {CleanText.Of(stored.Id)} in {CleanText.Of(body.Collection)}");
            return 0;
        });
        return command;
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
}
