namespace RaptorFlow.Api.Workspaces;

/// <summary>What lists answer with.</summary>
/// <param name="Items">This page.</param>
/// <param name="NextCursor">Asks for the next page; absent on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor = null);

internal static class Page
{
    /// <summary>A page of at most <paramref name="limit"/>, from one item more than that.</summary>
    /// <param name="found">The items.</param>
    /// <param name="limit">How many are wanted.</param>
    /// <param name="cursor">What tells where an item stands.</param>
    public static Page<T> Of<T, TCursor>(IReadOnlyList<T> found, int limit, Func<T, TCursor> cursor) where TCursor : struct =>
        found.Count > limit ? new([.. found.Take(limit)], cursor(found[limit - 1]).ToString()) : new(found);
}
