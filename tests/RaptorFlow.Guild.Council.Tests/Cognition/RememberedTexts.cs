using RaptorFlow.Memory;

namespace RaptorFlow.Cognition;

/// <summary>A memory that holds a few passages and gives all of a collection, whatever is asked.</summary>
internal sealed class RememberedTexts(params IEnumerable<MemoryHit> hits) : IMemory
{
    public Task<IReadOnlyList<MemoryHit>> SearchAsync(string query, IReadOnlyList<string> collections, int limit, CancellationToken cancellationToken)
    {
        Assert.InRange(query.Length, 1, 2_000);
        Assert.DoesNotContain('"', query);
        return Task.FromResult<IReadOnlyList<MemoryHit>>([.. hits.Where(h => collections.Count == 0 || collections.Contains(h.Collection)).Take(limit)]);
    }

    public static MemoryHit Passage(string text, DateOnly? date = null, string? source = null, string collection = MemoryCollections.CampaignBriefs) =>
        new() { DocumentId = Guid.CreateVersion7(), Title = "A note", Collection = collection, Text = text, Date = date, Source = source, Position = 0, Score = 0.5 };
}
