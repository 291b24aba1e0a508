using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Workspaces;

/// <param name="Name">1 to 100 characters.</param>
/// <param name="Scopes">Permissions, such as <c>runs:write</c>; at least one, and none that the maker lacks.</param>
/// <param name="ExpiresAt">Absent: does not expire.</param>
internal sealed record CreateApiKeyRequest(string? Name, IReadOnlyList<string?>? Scopes, DateTimeOffset? ExpiresAt);

/// <param name="ApiKey">The key as it will be listed.</param>
/// <param name="Key">The secret; it cannot be shown again.</param>
internal sealed record CreatedApiKey(ApiKey ApiKey, string Key);

internal static class CreateApiKey
{
    public static async Task<Results<Created<CreatedApiKey>, Problem>> HandleAsync(
        CreateApiKeyRequest request, WorkspaceContext workspace, ApiKeyStore keys, TimeProvider time, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var name = fields.Text("name", request.Name, 100);
        var scopes = new HashSet<Permission>();
        foreach (var scope in request.Scopes ?? [])
        {
            if (scope is null || !Permissions.TryParse(scope, out var permission))
                fields.Add("scopes", $"There is no scope {scope}; there are {string.Join(", ", Permissions.Names)}.");
            else if (!workspace.May(permission))
                fields.Add("scopes", $"{scope} is more than you may yourself.");
            else
                scopes.Add(permission);
        }
        if (request.Scopes is null or [])
            fields.Add("scopes", "At least one is needed.");
        if (request.ExpiresAt <= time.GetUtcNow())
            fields.Add("expires_at", "Is past.");
        if (fields.Problem is { } problem)
            return problem;
        var (key, secret) = await keys.CreateAsync(workspace, name, scopes, request.ExpiresAt, cancellationToken);
        return TypedResults.Created($"/api/workspaces/{workspace.WorkspaceId}/api-keys/{key.Id}", new CreatedApiKey(key, secret));
    }
}

internal static class ListApiKeys
{
    public static async Task<Ok<Page<ApiKey>>> HandleAsync(WorkspaceContext workspace, ApiKeyStore keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<ApiKey>(await keys.ListAsync(workspace.WorkspaceId, cancellationToken)));
}

internal static class RevokeApiKey
{
    public static async Task<Results<NoContent, Problem>> HandleAsync(Guid keyId, WorkspaceContext workspace, ApiKeyStore keys, CancellationToken cancellationToken) =>
        await keys.RevokeAsync(workspace, keyId, cancellationToken) ? TypedResults.NoContent() : Problem.NotFound("API key");
}
