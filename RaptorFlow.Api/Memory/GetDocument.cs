using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Api.Memory;

internal static class GetDocument
{
    public static async Task<Results<Ok<MemoryDocumentText>, Problem>> HandleAsync(Guid documentId, WorkspaceContext workspace, MemoryStore memory, CancellationToken cancellationToken) =>
        await memory.FindAsync(workspace.WorkspaceId, documentId, cancellationToken) is { } document ? TypedResults.Ok(document) : Problem.NotFound("document");
}
