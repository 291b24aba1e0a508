using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Costs;

internal static class GetForecast
{
    public static async Task<Ok<CostForecast>> HandleAsync(WorkspaceContext workspace, CostForecasts forecasts, CancellationToken cancellationToken) =>
        TypedResults.Ok(await forecasts.ReadAsync(workspace.WorkspaceId, cancellationToken));
}
