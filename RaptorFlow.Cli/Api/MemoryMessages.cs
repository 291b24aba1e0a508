using System.Net.Http.Headers;

namespace RaptorFlow.Cli.Api;

/// <summary>A document to remember; it brings a text, an address, or, as a form, a file.</summary>
internal sealed record MemoryDocument
{
    public string? Title { get; init; }

    public string? Text { get; init; }

    public string? Url { get; init; }

    public required string Collection { get; init; }

    public string? Type { get; init; }

    public string? Source { get; init; }

    public string? Date { get; init; }

    public bool Replace { get; init; }

    public MultipartFormDataContent Form(string fileName, byte[] bytes)
    {
        var form = new MultipartFormDataContent { { new StringContent(Collection), "collection" }, { new StringContent(Replace ? "true" : "false"), "replace" } };
        if (Title is not null)
            form.Add(new StringContent(Title), "title");
        if (Type is not null)
            form.Add(new StringContent(Type), "type");
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream"); // The name's ending says more than we could.
        form.Add(file, "file", fileName);
        return form;
    }
}

internal sealed record MemoryStored
{
    public required string Id { get; init; }

    public string? Title { get; init; }

    public string? Collection { get; init; }

    public string? Type { get; init; }

    public string? Source { get; init; }

    public string? Address { get; init; }

    public int Revision { get; init; } = 1;

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Why its page could not be fetched the last time.</summary>
    public string? LastError { get; init; }
}

internal sealed record MemoryRefreshed(bool Changed, MemoryStored Document);

internal sealed record MemoryQuery(string Query, IReadOnlyList<string>? Collections, int? Limit);

internal sealed record MemoryHit
{
    public string? Title { get; init; }

    public string? Collection { get; init; }

    public string? Text { get; init; }

    public string? Heading { get; init; }

    public IReadOnlyList<MemoryHighlight>? Highlights { get; init; }

    public double Score { get; init; }

    public int? VectorRank { get; init; }

    public double? Similarity { get; init; }

    public double VectorContribution { get; init; }

    public int? TextRank { get; init; }

    public double? TextScore { get; init; }

    public double TextContribution { get; init; }
}

internal sealed record MemoryHighlight(int Start, int Length);
