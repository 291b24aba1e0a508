using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Api.Memory;

internal static class ListDocuments
{
    /// <param name="collection">Absent: all.</param>
    /// <param name="cursor">The next_cursor of the page before.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="workspace">Whose.</param>
    /// <param name="memory">Where.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Results<Ok<Page<MemoryDocument>>, Problem>> HandleAsync(
        string? collection, Guid? cursor, int? limit, WorkspaceContext workspace, MemoryStore memory, CancellationToken cancellationToken)
    {
        var count = limit ?? 50;
        if (count is < 1 or > 100)
            return Problem.Invalid("limit", "Is 1 to 100.");
        var fields = new FieldErrors();
        if (collection is not null)
            fields.Collection("collection", collection);
        if (fields.Problem is { } problem)
            return problem;
        var items = await memory.ListAsync(workspace.WorkspaceId, collection, cursor, count + 1, cancellationToken);
        return items.Count > count
            ? TypedResults.Ok(new Page<MemoryDocument>([.. items.Take(count)], items[count - 1].Id.ToString()))
            : TypedResults.Ok(new Page<MemoryDocument>(items));
    }
}
