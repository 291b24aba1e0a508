using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Cache;

internal static class EmptyCache
{
    public static async Task<NoContent> AllAsync(WorkspaceContext workspace, CacheEmptying emptying, CancellationToken cancellationToken)
    {
        await emptying.EmptyAsync(workspace, null, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <param name="kind">agent_responses, market_data, competitor_profiles, personas, campaign_results, preferences or embeddings.</param>
    /// <param name="workspace">The tenant.</param>
    /// <param name="emptying">Empties.</param>
    /// <param name="cancellationToken">The client went away.</param>
    public static async Task<Results<NoContent, Problem>> KindAsync(string kind, WorkspaceContext workspace, CacheEmptying emptying, CancellationToken cancellationToken)
    {
        if (!CacheKinds.All.Contains(kind))
            return Problem.Invalid("kind", $"Is one of {string.Join(", ", CacheKinds.All)}.");
        await emptying.EmptyAsync(workspace, kind, cancellationToken);
        return TypedResults.NoContent();
    }
}
