using System.Numerics.Tensors;
using RaptorFlow.Core.Memory;
using RaptorFlow.Marketing;

namespace RaptorFlow.Core.Agents.Pipeline;

/// <summary>Evidence in its own order, of which the most relevant stays when not all of it can be shown: what the draft quotes, then what is most like it.</summary>
internal sealed class RelevantFacts(IReadOnlyList<Evidence> facts, IReadOnlyList<Evidence> quoted, string draft)
{
    // A long draft says at its beginning what it is about.
    private const int MostDraftCharacters = 20_000;

    private int[]? _ranked;

    public int Count => facts.Count;

    /// <summary>The most relevant, in their own order.</summary>
    public async Task<IReadOnlyList<Evidence>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        if (count >= facts.Count)
            return facts;
        _ranked ??= await RankAsync(cancellationToken);
        return [.. _ranked.Take(count).Order().Select(i => facts[i])];
    }

    /// <summary>How many of the most relevant have no more characters together.</summary>
    public async Task<int> WithinAsync(int characters, CancellationToken cancellationToken)
    {
        if (facts.Sum(Length) <= characters)
            return facts.Count;
        _ranked ??= await RankAsync(cancellationToken);
        var count = 0;
        foreach (var i in _ranked)
        {
            if ((characters -= Length(facts[i])) < 0)
                break;
            count++;
        }
        return count;
    }

    private static int Length(Evidence fact) => fact.Source.Length + fact.Quote.Length + 3;

    private async Task<int[]> RankAsync(CancellationToken cancellationToken)
    {
        using var embeddings = new OfflineEmbeddingGenerator();
        var vectors = await embeddings.GenerateAsync([draft.Cut(MostDraftCharacters), .. facts.Select(f => f.Quote)], cancellationToken: cancellationToken);
        var likeness = vectors.Skip(1).Select(v => TensorPrimitives.Dot(vectors[0].Vector.Span, v.Vector.Span)).ToArray();
        return [.. Enumerable.Range(0, facts.Count).OrderByDescending(i => IsQuoted(facts[i])).ThenByDescending(i => likeness[i])];
    }

    private bool IsQuoted(Evidence fact) => quoted.Any(q => q.Source == fact.Source && fact.Quote.Contains(q.Quote, StringComparison.Ordinal));
}
