namespace RaptorFlow.Api.Workspaces;

/// <summary>What lists answer with.</summary>
/// <param name="Items">This page.</param>
/// <param name="NextCursor">Asks for the next page; absent on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor = null);

internal static class Page
{
    /// <summary>A page of at most <paramref name="limit"/>, from one item more than that.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> found, int limit, Func<T, Guid> id) =>
        found.Count > limit ? new([.. found.Take(limit)], id(found[limit - 1]).ToString()) : new(found);
}
