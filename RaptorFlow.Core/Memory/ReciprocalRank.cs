namespace RaptorFlow.Core.Memory;

/// <summary>Fuses rankings that have no common scale: each gives 1 / (60 + rank).</summary>
internal static class ReciprocalRank
{
    private const double K = 60;

    public static IReadOnlyList<Fused> Fuse(IReadOnlyList<long> byVector, IReadOnlyList<long> byText, int limit)
    {
        var fused = new Dictionary<long, Fused>();
        for (var i = 0; i < byVector.Count; i++)
            fused[byVector[i]] = new(byVector[i], i + 1, null);
        for (var i = 0; i < byText.Count; i++)
            fused[byText[i]] = fused.TryGetValue(byText[i], out var both) ? both with { TextRank = i + 1 } : new(byText[i], null, i + 1);
        return [.. fused.Values.OrderByDescending(f => f.Score).ThenBy(f => f.Id).Take(limit)];
    }

    public sealed record Fused(long Id, int? VectorRank, int? TextRank)
    {
        public double Score => (VectorRank is { } vector ? 1 / (K + vector) : 0) + (TextRank is { } text ? 1 / (K + text) : 0);
    }
}
