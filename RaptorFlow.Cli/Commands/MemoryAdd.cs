using System.CommandLine;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Input;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Commands;

/// <summary>Takes in a text, a file of another type, or what is at an address.</summary>
internal static class MemoryAdd
{
    /// <summary>To fetch and read takes the API longer than to store.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(130);

    private const string Path = "/api/memory/documents";
    private const string DefaultCollection = RaptorFlow.Memory.MemoryCollections.CampaignBriefs;

    // Read here, where a fault can be told with its place; all others are sent as they are.
    private static readonly string[] Texts = ["", ".md", ".markdown", ".txt"];

    public static Command Create(Connection connection, CliEnvironment environment)
    {
        var source = new Argument<string>("source") { Description = "A file (text, Markdown, HTML, PDF, CSV) or an http or https address" };
        var collection = new Option<string>("--collection") { Description = "Where it belongs", DefaultValueFactory = _ => DefaultCollection };
        var title = new Option<string?>("--title") { Description = "Its title; else as the document says" };
        var type = new Option<string?>("--type") { Description = "What kind of text it is, in your own word" };
        var replace = new Option<bool>("--replace") { Description = "Take the place of the file of this name; an address always does" };
        var command = new Command("add", "Take a document in") { source, collection, title, type, replace };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var given = parsed.GetRequiredValue(source);
            var about = new MemoryDocument { Title = parsed.GetValue(title), Type = parsed.GetValue(type), Collection = parsed.GetRequiredValue(collection), Replace = parsed.GetValue(replace) };
            var create = await BodyAsync(given, about, cancellationToken);
            using var client = await connection.OpenAsync(parsed, cancellationToken);
            var stored = await client.PostAsync<MemoryStored>(Path, () => create(client), Limit, cancellationToken);
            environment.Out.WriteLine($"{CleanText.Of(stored.Title ?? about.Title ?? given)}: kept as {CleanText.Of(stored.Id)} in {CleanText.Of(about.Collection)}{(stored.Revision > 1 ? FormattableString.Invariant($", revision {stored.Revision}") : "")}");
            return 0;
        });
        return command;
    }

    private static async Task<Func<RaptorClient, HttpContent>> BodyAsync(string given, MemoryDocument about, CancellationToken cancellationToken)
    {
        if (given.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || given.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return client => client.Body(about with { Url = given });
        if (!Texts.Contains(System.IO.Path.GetExtension(given), StringComparer.OrdinalIgnoreCase))
        {
            var bytes = await InputFiles.BytesAsync(given, "document", cancellationToken);
            return _ => about.Form(System.IO.Path.GetFileName(given), bytes);
        }
        var document = await InputFiles.DocumentAsync(given, cancellationToken);
        return client => client.Body(about with { Title = about.Title ?? document.Title, Text = document.Text, Source = document.Source, Date = document.Date });
    }
}
