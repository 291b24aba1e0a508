using RaptorFlow.Marketing;
using RaptorFlow.Memory;

namespace RaptorFlow.Council.Cognition;

/// <summary>Asks memory what it knows of the candidates, several at a time.</summary>
internal static class Recollection
{
    private const int AtOnce = 4;
    private const int Passages = 20;
    private const int LongestQuery = 1_900;

    /// <returns>What is known that may bear on each candidate, in their order.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<KnownLine>>> AboutAsync(IMemory memory, IReadOnlyList<KnowledgeCandidate> candidates, string agent, CancellationToken cancellationToken)
    {
        var known = new List<IReadOnlyList<KnownLine>>(candidates.Count);
        foreach (var some in candidates.Chunk(AtOnce))
        {
            var query = Query(some);
            // All collections: what a person put elsewhere is known as well.
            var hits = query.Length == 0 ? [] : await memory.SearchAsync(query, [], Passages, cancellationToken);
            var lines = hits.Where(h => h.Source?.StartsWith(MemoryNote.SourceOf(agent, ""), StringComparison.Ordinal) != true).SelectMany(KnownLine.Of).ToList();
            known.AddRange(some.Select(_ => lines));
        }
        return known;
    }

    // Quotes and minus would make a search strict.
    private static string Query(IEnumerable<KnowledgeCandidate> candidates)
    {
        var words = string.Concat(string.Join(' ', candidates.Select(c => c.Statement)).Select(c => char.IsLetterOrDigit(c) ? c : ' '));
        return string.Join(' ', words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is var query && query.Length > LongestQuery ? query[..LongestQuery] : query;
    }
}
