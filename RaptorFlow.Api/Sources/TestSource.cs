using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Sources;

namespace RaptorFlow.Api.Sources;

internal static class TestSource
{
    public static async Task<Results<Ok<CredentialOutcome>, Problem>> HandleAsync(string source, WorkspaceContext workspace, SourceAdministration sources, CancellationToken cancellationToken)
    {
        if (sources.FieldsOf(source) is null)
            return Problem.NotFound("source");
        return await sources.TestAsync(workspace.WorkspaceId, source, cancellationToken) is { } outcome
            ? TypedResults.Ok(outcome)
            : Problem.Conflict("not_configured", $"Nobody entered a credential for {source}.", $"Enter one with PUT /api/sources/{source}/credential.");
    }
}
