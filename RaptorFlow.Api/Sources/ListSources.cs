using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Sources;

namespace RaptorFlow.Api.Sources;

internal static class ListSources
{
    public static async Task<Ok<Page<SourceView>>> HandleAsync(WorkspaceContext workspace, SourceAdministration sources, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<SourceView>(await sources.ListAsync(workspace.WorkspaceId, cancellationToken)));
}
