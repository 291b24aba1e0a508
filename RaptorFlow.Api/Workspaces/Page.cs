namespace RaptorFlow.Api.Workspaces;

/// <summary>What lists answer with.</summary>
/// <param name="Items">This page.</param>
/// <param name="NextCursor">Asks for the next page; absent on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor = null);
