using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Sources;

namespace RaptorFlow.Api.Sources;

internal static class RemoveCredential
{
    public static async Task<Results<NoContent, Problem>> HandleAsync(string source, WorkspaceContext workspace, SourceAdministration sources, CancellationToken cancellationToken) =>
        await sources.RemoveAsync(workspace, source, cancellationToken) ? TypedResults.NoContent() : Problem.NotFound("credential");
}
