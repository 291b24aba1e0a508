using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Api.Models;

internal static class GetModels
{
    public static async Task<Ok<ModelsView>> HandleAsync(InstalledModels models, CancellationToken cancellationToken) => TypedResults.Ok(await models.ViewAsync(cancellationToken));
}
