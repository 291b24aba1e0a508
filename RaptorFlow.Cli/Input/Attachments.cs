using System.Text.Json.Nodes;
using RaptorFlow.Cli.Terminal;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Input;

/// <summary>The documents and figures that a company's file names or holds itself.</summary>
internal sealed class Attachments(string file, byte[] bytes, string folder)
{
    public async Task<List<CompanyDocument>> DocumentsAsync(JsonNode? node, CancellationToken cancellationToken)
    {
        if (node is null)
            return [];
        if (node is not JsonArray items)
            throw Wrong("documents", "Expected a list of documents: [{ \"title\": …, \"path\": … }].");
        var documents = new List<CompanyDocument>(items.Count);
        for (var index = 0; index < items.Count; index++)
        {
            var at = FormattableString.Invariant($"documents[{index}]");
            documents.Add(items[index] is JsonObject item
                ? await DocumentAsync(item, at, cancellationToken)
                : throw Wrong(at, "Expected an object with a title and a text or path."));
        }
        return documents;
    }

    public async Task<MetricsTable?> MetricsAsync(JsonNode? node, CancellationToken cancellationToken)
    {
        if (node is null)
            return null;
        if (node is not JsonObject item)
            throw Wrong("metrics", "Expected an object with \"csv\" or \"path\".");
        var csv = await ContentAsync(item, "csv", "metrics", "metrics file", cancellationToken);
        return new(csv) { Column = Text(item, "column", "metrics"), Horizon = Horizon(item["horizon"]) };
    }

    private async Task<CompanyDocument> DocumentAsync(JsonObject item, string at, CancellationToken cancellationToken)
    {
        var text = await ContentAsync(item, "text", at, "document", cancellationToken);
        if (string.IsNullOrWhiteSpace(text))
            throw Wrong(at, "The document is empty.");
        var path = Text(item, "path", at);
        return new()
        {
            Title = Text(item, "title", at) ?? InputFiles.Title(text, path ?? at),
            Text = text,
            Date = Text(item, "date", at),
            Source = Text(item, "source", at) ?? path,
        };
    }

    private async Task<string> ContentAsync(JsonObject item, string inline, string at, string what, CancellationToken cancellationToken)
    {
        var given = Text(item, inline, at);
        var path = Text(item, "path", at);
        if (given is not null == path is not null)
            throw Wrong(at, $"Give either \"{inline}\" or \"path\".");
        return given ?? await InputFiles.TextAsync(Inside(path!, at), what, cancellationToken);
    }

    // A company's file may come from someone else: it can name what lies beside it, not the rest of the disk.
    private string Inside(string path, string at)
    {
        var full = Path.GetFullPath(Path.Combine(folder, path));
        return full.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw Wrong($"{at}.path", $"{path} lies outside the folder of the company file. Give it on the command line with --documents or --metrics.");
    }

    private string? Text(JsonObject item, string name, string at) => item[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw Wrong($"{at}.{name}", "Expected a text."),
    };

    private int? Horizon(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.TryGetValue<int>(out var periods) && periods is >= 1 and <= 60 => periods,
        _ => throw Wrong("metrics.horizon", "Expected a whole number from 1 to 60."),
    };

    private CliException Wrong(string field, string message) => CompanyFileReader.Field(file, bytes, field, message);
}
