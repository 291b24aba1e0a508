namespace RaptorFlow.Core.Memory;

/// <summary>Fuses rankings that have no common scale: each gives its weight / (K + rank).</summary>
internal static class ReciprocalRank
{
    private const double K = 60;

    // Tuned on one half of the questions of bench/retrieval, and measured on the other.
    private const double VectorWeight = 1;
    private const double TextWeight = 1;

    public static IReadOnlyList<Fused> Fuse(IReadOnlyList<Found> byVector, IReadOnlyList<Found> byText, int limit)
    {
        var fused = new Dictionary<long, Fused>();
        for (var i = 0; i < byVector.Count; i++)
            fused[byVector[i].Id] = new(byVector[i].Id, new(i + 1, byVector[i].Score, VectorWeight / (K + i + 1)), null);
        for (var i = 0; i < byText.Count; i++)
        {
            var place = new Place(i + 1, byText[i].Score, TextWeight / (K + i + 1));
            fused[byText[i].Id] = fused.TryGetValue(byText[i].Id, out var both) ? both with { ByText = place } : new(byText[i].Id, null, place);
        }
        return [.. fused.Values.OrderByDescending(f => f.Score).ThenBy(f => f.Id).Take(limit)];
    }

    /// <summary>Where a passage stands in one of the rankings, why, and what that gives it.</summary>
    public sealed record Place(int Rank, double Score, double Contribution);

    public sealed record Fused(long Id, Place? ByVector, Place? ByText)
    {
        public double Score => (ByVector?.Contribution ?? 0) + (ByText?.Contribution ?? 0);
    }
}
