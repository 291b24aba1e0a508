using System.Text.Json;
using System.Text.Json.Nodes;
using RaptorFlow.Marketing;

namespace RaptorFlow.Cli.Input;

/// <summary>A company's file, read and checked, with the documents and figures it brings or that were given beside it.</summary>
internal sealed record CompanyFile(JsonElement Company, string Name, IReadOnlyList<CompanyDocument> Documents, MetricsTable? Metrics)
{
    public static async Task<CompanyFile> ReadAsync(
        string path, IReadOnlyList<string> documents, string? metrics, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        var bytes = await InputFiles.BytesAsync(path, "company file", cancellationToken);
        var brief = CompanyFileReader.Parse(path, bytes, json);
        var root = JsonNode.Parse(bytes)!.AsObject();
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var attached = new Attachments(path, bytes, folder);

        var all = await attached.DocumentsAsync(root["documents"], cancellationToken);
        foreach (var document in documents)
            all.Add(await InputFiles.DocumentAsync(document, cancellationToken));
        var figures = metrics is null
            ? await attached.MetricsAsync(root["metrics"], cancellationToken)
            : new MetricsTable(await InputFiles.TextAsync(metrics, "metrics file", cancellationToken));

        root.Remove("documents");
        root.Remove("metrics");
        return new(JsonSerializer.SerializeToElement(root, json), brief.Name, all, figures);
    }
}
