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
}

/// <summary>A document remembered.</summary>
public sealed record MemoryDocument
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

    /// <summary>How many passages it was split into.</summary>
    public required int Chunks { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
