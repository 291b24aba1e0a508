namespace RaptorFlow.Memory;

/// <summary>A workspace's memory, found by meaning and by words together. Never shows another workspace's.</summary>
public interface IMemory
{
    /// <summary>Searches one or several collections.</summary>
    /// <param name="query">Words or a question; 1 to 2,000 characters.</param>
    /// <param name="collections">Names of <see cref="MemoryCollections"/>; empty searches all.</param>
    /// <param name="limit">1 to 50.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The best passages, best first.</returns>
    Task<IReadOnlyList<MemoryHit>> SearchAsync(string query, IReadOnlyList<string> collections, int limit, CancellationToken cancellationToken);
}

/// <summary>The collections of memory.</summary>
public static class MemoryCollections
{
    /// <summary>The product's own concepts and agents.</summary>
    public const string CodexKnowledge = "codex_knowledge";

    /// <summary>Briefs and documents of campaigns.</summary>
    public const string CampaignBriefs = "campaign_briefs";

    /// <summary>What is known of competitors.</summary>
    public const string CompetitorIntel = "competitor_intel";

    /// <summary>Studies and articles.</summary>
    public const string IndustryResearch = "industry_research";

    /// <summary>What users like and dislike.</summary>
    public const string UserPreferences = "user_preferences";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [CodexKnowledge, CampaignBriefs, CompetitorIntel, IndustryResearch, UserPreferences];
}

/// <summary>A passage found in memory.</summary>
public sealed record MemoryHit
{
    /// <summary>The document.</summary>
    public required Guid DocumentId { get; init; }

    /// <summary>The document's title.</summary>
    public required string Title { get; init; }

    /// <summary>The collection it is in.</summary>
    public required string Collection { get; init; }

    /// <summary>Where it came from: an address or file name, when known.</summary>
    public string? Source { get; init; }

    /// <summary>When the document was published, when known.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The passage's number within the document, from 0.</summary>
    public required int Position { get; init; }

    /// <summary>The passage, verbatim.</summary>
    public required string Text { get; init; }

    /// <summary>The headings above the passage, outermost first, joined by <c> › </c>.</summary>
    public string Heading { get; init; } = "";

    /// <summary>Where <see cref="Text"/> has the words that were looked for, in any inflection: in order, none touching another. Empty when it was found by its meaning alone.</summary>
    public IReadOnlyList<MemoryHighlight> Highlights { get; init; } = [];

    /// <summary>Fusion of both rankings: the sum of <see cref="VectorContribution"/> and <see cref="TextContribution"/>, above 0 and below 1. Comparable within one search only.</summary>
    public required double Score { get; init; }

    /// <summary>Rank by meaning, from 1; null when not among its best.</summary>
    public int? VectorRank { get; init; }

    /// <summary>The cosine of the query's and the passage's vectors, −1 to 1, by which it has its <see cref="VectorRank"/>; null when it has none.</summary>
    public double? Similarity { get; init; }

    /// <summary>What its rank by meaning adds to the score: its weight / (60 + rank); 0 without a rank.</summary>
    public double VectorContribution { get; init; }

    /// <summary>Rank by words, from 1; null when not among its best.</summary>
    public int? TextRank { get; init; }

    /// <summary>How much the passage says of the words looked for (BM25), above 0 and without an upper bound, by which it has its <see cref="TextRank"/>; null when it has none.</summary>
    public double? TextScore { get; init; }

    /// <summary>What its rank by words adds to the score: its weight / (60 + rank); 0 without a rank.</summary>
    public double TextContribution { get; init; }
}

/// <summary>A stretch of a text.</summary>
/// <param name="Start">Where it begins: so many UTF-16 code units after the text's beginning, from 0.</param>
/// <param name="Length">How many UTF-16 code units long it is, from 1.</param>
public sealed record MemoryHighlight(int Start, int Length);
