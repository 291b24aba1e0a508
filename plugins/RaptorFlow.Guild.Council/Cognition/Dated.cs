namespace RaptorFlow.Council.Cognition;

/// <summary>Compares dates that are known to the year, month or day.</summary>
internal static class Dated
{
    /// <returns>1 when the first is later, -1 when it is earlier, 0 when nothing tells: <c>2024</c> and <c>2024-03</c>.</returns>
    public static int Compare(string? a, string? b)
    {
        if (a is null || b is null)
            return 0;
        var length = Math.Min(a.Length, b.Length);
        return Math.Sign(string.CompareOrdinal(a[..length], b[..length]));
    }
}
