namespace RaptorFlow.Core.Memory;

/// <summary>Which documents a search is among. What is not set lets all pass; a document without the property asked for does not.</summary>
public sealed record MemoryFilter
{
    public static MemoryFilter None { get; } = new();

    public IReadOnlyList<string> Collections { get; init; } = [];

    /// <summary>Kinds of documents, as <see cref="NewDocument.Type"/> gave them.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The earliest day of publication.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The latest day of publication.</summary>
    public DateOnly? To { get; init; }

    public Guid? CampaignId { get; init; }

    internal bool Admits(DocumentFacts document) =>
        (Collections.Count == 0 || Collections.Contains(document.Collection))
        && (Types.Count == 0 || (document.Type is { } type && Types.Contains(type)))
        && (From is null || document.Date >= From)
        && (To is null || document.Date <= To)
        && (CampaignId is null || document.CampaignId == CampaignId);
}

/// <summary>What filters ask of a document.</summary>
internal readonly record struct DocumentFacts(string Collection, string? Type, DateOnly? Date, Guid? CampaignId);
