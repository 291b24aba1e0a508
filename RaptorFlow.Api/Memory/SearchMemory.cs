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
/// <param name="Types">Kinds of documents, as they were given when added. Absent or empty: all; at most 20.</param>
/// <param name="From">The earliest day of publication; documents without a date are then left out.</param>
/// <param name="To">The latest day of publication; documents without a date are then left out.</param>
/// <param name="CampaignId">The campaign the documents belong to.</param>
internal sealed record SearchMemoryRequest(
    string? Query, IReadOnlyList<string?>? Collections = null, int? Limit = null, IReadOnlyList<string?>? Types = null, DateOnly? From = null, DateOnly? To = null, Guid? CampaignId = null);

internal static class SearchMemory
{
    private const int MostTypes = 20;

    public static async Task<Results<Ok<Page<MemoryHit>>, Problem>> HandleAsync(SearchMemoryRequest request, WorkspaceContext workspace, MemoryStore memory, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var query = fields.Text("query", request.Query, 2000);
        var collections = (request.Collections ?? []).Select(c => fields.Collection("collections", c)).ToList();
        if (request.Types is { Count: > MostTypes })
            fields.Add("types", $"Holds more than {MostTypes} entries.");
        var types = (request.Types ?? []).Take(MostTypes).Select((t, i) => fields.Text($"types[{i}]", t, NewDocument.MaximumType)).ToList();
        if (request.To < request.From)
            fields.Add("to", "Lies before from.");
        var limit = request.Limit ?? 10;
        if (limit is < 1 or > 50)
            fields.Add("limit", "Is 1 to 50.");
        if (fields.Problem is { } problem)
            return problem;
        var among = new MemoryFilter { Collections = collections, Types = types, From = request.From, To = request.To, CampaignId = request.CampaignId };
        return TypedResults.Ok(new Page<MemoryHit>(await memory.SearchAsync(workspace.WorkspaceId, query, among, limit, cancellationToken)));
    }
}
