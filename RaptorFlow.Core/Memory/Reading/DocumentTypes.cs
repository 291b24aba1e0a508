using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Which types of documents are read, and how a document's type is known.</summary>
internal static class DocumentTypes
{
    public static IReadOnlyList<string> All { get; } = [MediaTypes.Html, MediaTypes.Xhtml, MediaTypes.Pdf, MediaTypes.Plain, MediaTypes.Markdown, MediaTypes.Csv];

    /// <summary>What is fetched: all, by all names that servers have for them.</summary>
    public static IReadOnlyList<string> Admitted => [.. All, .. ByName.Keys];

    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = MediaTypes.Plain, [".text"] = MediaTypes.Plain, [".log"] = MediaTypes.Plain,
        [".md"] = MediaTypes.Markdown, [".markdown"] = MediaTypes.Markdown,
        [".html"] = MediaTypes.Html, [".htm"] = MediaTypes.Html, [".xhtml"] = MediaTypes.Xhtml,
        [".pdf"] = MediaTypes.Pdf,
        [".csv"] = MediaTypes.Csv, [".tsv"] = MediaTypes.Csv,
    };

    private static readonly Dictionary<string, string> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text/x-markdown"] = MediaTypes.Markdown,
        ["application/csv"] = MediaTypes.Csv, ["text/tab-separated-values"] = MediaTypes.Csv,
        ["application/x-pdf"] = MediaTypes.Pdf,
    };

    /// <summary>By its first bytes where they leave no doubt, else by its file name, else by what it is said to be, else by its first bytes.</summary>
    /// <returns>One of <see cref="All"/>; null for any other.</returns>
    public static string? Of(RawDocument document)
    {
        var sniffed = MediaTypes.Sniff(document.Bytes.Span);
        if (sniffed is MediaTypes.Pdf or MediaTypes.Binary)
            return sniffed == MediaTypes.Pdf ? sniffed : null;
        if (document.FileName is { } name && Path.GetExtension(name) is { Length: > 0 } extension)
        {
            if (ByExtension.TryGetValue(extension, out var named))
                return Known(named, sniffed);
        }
        if (MediaTypes.IsVague(document.MediaType))
            return Known(sniffed, sniffed);
        var said = document.MediaType!.ToLowerInvariant();
        return Known(ByName.GetValueOrDefault(said, said), sniffed);
    }

    // What is said to be a PDF and is none is read by nobody.
    private static string? Known(string type, string sniffed) => All.Contains(type) && (type != MediaTypes.Pdf || sniffed == MediaTypes.Pdf) ? type : null;
}
