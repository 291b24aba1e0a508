using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Memory;

/// <summary>A document to remember.</summary>
/// <param name="Collection">One of <see cref="RaptorFlow.Memory.MemoryCollections.All"/>.</param>
/// <param name="Text">Markdown or plain text, up to <see cref="MaximumText"/> characters.</param>
public sealed record NewDocument(string Title, string Text, string Collection)
{
    public const int MaximumText = 1_000_000;
    public const int MaximumTitle = 200;

    public const int MaximumType = 50;

    /// <summary>What kind of text it is, in the owner's word: <c>interview</c>, <c>report</c>; up to <see cref="MaximumType"/> characters.</summary>
    public string? Type { get; init; }

    /// <summary>An address or a file's name.</summary>
    public string? Source { get; init; }

    /// <summary>When it was published.</summary>
    public DateOnly? Date { get; init; }

    public Guid? CampaignId { get; init; }

    /// <summary>What it was before it became text.</summary>
    public string MediaType { get; init; } = MediaTypes.Markdown;

    /// <summary>BCP 47, as the document says.</summary>
    public string? LanguageTag { get; init; }

    /// <summary>How many bytes it had as it came; those of the text when null.</summary>
    internal long? Bytes { get; init; }

    /// <summary>The page that it was fetched from.</summary>
    internal PageVersion? Page { get; init; }
}

/// <summary>A page at the time it was fetched.</summary>
/// <param name="Address">Normalised.</param>
/// <param name="ETag">As the server named this version.</param>
/// <param name="LastModified">As the server says.</param>
internal sealed record PageVersion(string Address, string? ETag, DateTimeOffset? LastModified);

/// <summary>A document remembered.</summary>
public record MemoryDocument
{
    public required Guid Id { get; init; }

    public required string Title { get; init; }

    public required string Collection { get; init; }

    public string? Type { get; init; }

    public string? Source { get; init; }

    public DateOnly? Date { get; init; }

    public Guid? CampaignId { get; init; }

    /// <summary>The text search configuration its words were stemmed by.</summary>
    public required string Language { get; init; }

    /// <summary>BCP 47, where the document says.</summary>
    public string? LanguageTag { get; init; }

    /// <summary>What it was before it became text.</summary>
    public required string MediaType { get; init; }

    /// <summary>How many bytes it had as it came; null for documents of before that was counted.</summary>
    public long? Bytes { get; init; }

    /// <summary>How many passages it was split into.</summary>
    public required int Chunks { get; init; }

    /// <summary>1, and one more each time that its text is replaced.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its text was last replaced; when it was added, until then.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Where it is fetched from; null for what was sent.</summary>
    public string? Address { get; init; }

    /// <summary>When its page was last seen, changed or not.</summary>
    public DateTimeOffset? FetchedAt { get; init; }

    /// <summary>Why its page could not be fetched or read the last time; null when it could.</summary>
    public string? LastError { get; init; }
}

/// <summary>A document with its text.</summary>
public sealed record MemoryDocumentText : MemoryDocument
{
    /// <summary>All of it, as Markdown; null for documents that were added before whole texts were kept.</summary>
    public string? Text { get; init; }
}

/// <summary>What came of a document that was to be remembered or replaced.</summary>
public enum DocumentOutcome
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is there under the same id with another text.</summary>
    Replaced,

    /// <summary>It was there as it is.</summary>
    Unchanged,

    /// <summary>Nothing: another document of the collection and campaign, which is the one given, has this very text.</summary>
    Duplicate,

    /// <summary>Nothing: the workspace has no such document.</summary>
    NotFound,
}
