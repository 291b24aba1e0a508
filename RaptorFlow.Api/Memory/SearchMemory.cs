using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;

namespace RaptorFlow.Api.Memory;

/// <param name="Query">Words or a question; quotes and a minus sign mean what they do in search engines.</param>
/// <param name="Collections">Absent or empty: all.</param>
/// <param name="Limit">1 to 50; 10 when absent.</param>
internal sealed record SearchMemoryRequest(string? Query, IReadOnlyList<string?>? Collections = null, int? Limit = null);

internal static class SearchMemory
{
    public static async Task<Results<Ok<Page<MemoryHit>>, Problem>> HandleAsync(SearchMemoryRequest request, WorkspaceContext workspace, MemoryStore memory, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var query = fields.Text("query", request.Query, 2000);
        var collections = (request.Collections ?? []).Select(c => fields.Collection("collections", c)).ToList();
        var limit = request.Limit ?? 10;
        if (limit is < 1 or > 50)
            fields.Add("limit", "Is 1 to 50.");
        if (fields.Problem is { } problem)
            return problem;
        return TypedResults.Ok(new Page<MemoryHit>(await memory.SearchAsync(workspace.WorkspaceId, query, collections, limit, cancellationToken)));
    }
}
