using RaptorFlow.Core.Memory.Reading;
using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Memory;

/// <summary>What is said about a document that comes as a text, a file or an address.</summary>
/// <param name="Collection">One of <see cref="RaptorFlow.Memory.MemoryCollections.All"/>.</param>
public sealed record DocumentOrder(string Collection)
{
    /// <summary>As the document says when null.</summary>
    public string? Title { get; init; }

    public string? Type { get; init; }

    /// <summary>The file's name or the address when null.</summary>
    public string? Source { get; init; }

    /// <summary>As the document says when null.</summary>
    public DateOnly? Date { get; init; }

    public Guid? CampaignId { get; init; }

    /// <summary>Whether it takes the place of the document with the same source. A page always does.</summary>
    public bool Replace { get; init; }
}

/// <summary>A document that was taken in, or why it was not.</summary>
public sealed record DocumentResult
{
    public DocumentOutcome Outcome { get; init; }

    public MemoryDocument? Document { get; init; }

    /// <summary>When there is one, nothing was done.</summary>
    public DocumentFault? Fault { get; init; }

    internal static DocumentResult Of((DocumentOutcome Outcome, MemoryDocument? Document) kept) => new() { Outcome = kept.Outcome, Document = kept.Document };
}

/// <summary>Takes documents in: reads what they are, makes text of it, and keeps that.</summary>
public sealed class DocumentIntake
{
    /// <summary>How large a file may be, in bytes.</summary>
    public const int MaximumFile = 10 * 1024 * 1024;

    private readonly DocumentKeeping _keeping;
    private readonly DocumentReading _reading;
    private readonly PageReading _pages;

    internal DocumentIntake(DocumentKeeping keeping, DocumentReading reading, PageReading pages)
    {
        _keeping = keeping;
        _reading = reading;
        _pages = pages;
    }

    /// <summary>A text that somebody wrote or pasted.</summary>
    public async Task<DocumentResult> AddTextAsync(Guid workspaceId, NewDocument document, bool replace, CancellationToken cancellationToken) =>
        DocumentResult.Of(await _keeping.KeepAsync(workspaceId, document, replace, cancellationToken));

    /// <summary>A file of any type that is read.</summary>
    /// <param name="workspaceId">Whose memory.</param>
    /// <param name="order">What is said about it.</param>
    /// <param name="bytes">The file, up to <see cref="MaximumFile"/>.</param>
    /// <param name="fileName">Its name; its ending tells the type.</param>
    /// <param name="mediaType">As the sender names it; it may be wrong.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DocumentResult> AddFileAsync(Guid workspaceId, DocumentOrder order, ReadOnlyMemory<byte> bytes, string? fileName, string? mediaType, CancellationToken cancellationToken)
    {
        var (read, fault) = await _reading.ReadAsync(new(bytes) { FileName = fileName, MediaType = mediaType }, cancellationToken);
        if (read is null)
            return new() { Fault = fault };
        var document = Document(order, read, fileName, bytes.Length);
        return DocumentResult.Of(await _keeping.KeepAsync(workspaceId, document, order.Replace, cancellationToken));
    }

    /// <summary>What is at an address.</summary>
    public async Task<DocumentResult> AddPageAsync(Guid workspaceId, DocumentOrder order, string address, CancellationToken cancellationToken)
    {
        var (page, fault) = await _pages.ReadAsync(address, null, cancellationToken);
        if (page?.Document is not { } read)
            return new() { Fault = fault };
        var document = Document(order, read, page.Version.Address.Cut(WebAddress.MaximumLength), page.Bytes) with { Page = page.Version };
        return DocumentResult.Of(await _keeping.KeepAsync(workspaceId, document, replace: true, cancellationToken));
    }

    private static NewDocument Document(DocumentOrder order, ReadDocument read, string? source, long bytes) => new(order.Title ?? read.Title ?? "Untitled", read.Text, order.Collection)
    {
        Type = order.Type,
        Source = order.Source ?? source,
        Date = order.Date ?? read.Date,
        CampaignId = order.CampaignId,
        MediaType = read.MediaType,
        LanguageTag = read.LanguageTag,
        Bytes = bytes,
    };
}
