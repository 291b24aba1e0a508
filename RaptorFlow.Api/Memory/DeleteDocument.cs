using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Api.Memory;

internal static class DeleteDocument
{
    public static async Task<Results<NoContent, Problem>> HandleAsync(Guid documentId, WorkspaceContext workspace, MemoryStore memory, CancellationToken cancellationToken) =>
        await memory.DeleteAsync(workspace.WorkspaceId, documentId, cancellationToken) ? TypedResults.NoContent() : Problem.NotFound("document");
}
