using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Api.Memory;

/// <param name="Changed">Whether its text is another now.</param>
/// <param name="Document">The document as it is now.</param>
internal sealed record RefreshedDocument(bool Changed, MemoryDocument Document);

internal static class RefreshDocument
{
    public static async Task<Results<Ok<RefreshedDocument>, Problem>> HandleAsync(Guid documentId, WorkspaceContext workspace, DocumentRefresh refresh, CancellationToken cancellationToken)
    {
        var result = await refresh.RefreshAsync(workspace.WorkspaceId, documentId, cancellationToken);
        return DocumentProblems.Of(result) is { } problem ? problem : TypedResults.Ok(new RefreshedDocument(result.Outcome == DocumentOutcome.Replaced, result.Document!));
    }
}
