namespace RaptorFlow.Core.Memory;

/// <summary>Fuses rankings that have no common scale: each gives its weight / (K + rank).</summary>
internal static class ReciprocalRank
{
    private const double K = 60;

    /// <param name="byVector">Best first.</param>
    /// <param name="vectorWeight">What the ranking by vectors counts; that by words counts 1.</param>
    /// <param name="byText">Best first.</param>
    /// <param name="limit">How many are wanted.</param>
    public static IReadOnlyList<Fused> Fuse(IReadOnlyList<Found> byVector, double vectorWeight, IReadOnlyList<Found> byText, int limit)
    {
        var fused = new Dictionary<long, Fused>();
        for (var i = 0; i < byVector.Count; i++)
            fused[byVector[i].Id] = new(byVector[i].Id, new(i + 1, byVector[i].Score, vectorWeight / (K + i + 1)), null);
        for (var i = 0; i < byText.Count; i++)
        {
            var place = new Place(i + 1, byText[i].Score, 1 / (K + i + 1));
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
