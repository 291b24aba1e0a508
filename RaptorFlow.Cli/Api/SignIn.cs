using System.Net;
using RaptorFlow.Cli.Terminal;

namespace RaptorFlow.Cli.Api;

/// <summary>Gets a token and a workspace, creating on a local server what does not exist yet.</summary>
internal static class SignIn
{
    public static async Task AuthenticateAsync(this RaptorClient client, Credentials credentials, bool maySignUp, CancellationToken cancellationToken)
    {
        try
        {
            client.Token = await client.PostAsync<TokenAnswer>("/auth/v1/token?grant_type=password", credentials, cancellationToken);
        }
        catch (ApiException exception) when (maySignUp && exception.Problem.Status is 400 or 401)
        {
            client.Token = await SignUpAsync(client, credentials, exception, cancellationToken);
        }
    }

    public static async Task<Workspace> EnterWorkspaceAsync(this RaptorClient client, string? wanted, CancellationToken cancellationToken)
    {
        var workspaces = (await client.GetAsync<ItemList<Workspace>>("/api/workspaces", cancellationToken)).Items;
        var workspace = wanted is null
            ? (workspaces is [var first, ..] ? first : null)
            : workspaces.FirstOrDefault(w => w.Id.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? workspaces.FirstOrDefault(w => w.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase));
        if (workspace is null && Guid.TryParse(wanted, out _))
            throw new CliException($"There is no workspace {wanted} that you belong to.", "Give its name, or one of: " + string.Join(", ", workspaces.Select(w => CleanText.Of(w.Name))));
        workspace ??= await client.PostAsync<Workspace>("/api/workspaces", new { name = wanted ?? "My workspace" }, cancellationToken);
        client.WorkspaceId = workspace.Id;
        return workspace;
    }

    private static async Task<TokenAnswer> SignUpAsync(RaptorClient client, Credentials credentials, ApiException refusal, CancellationToken cancellationToken)
    {
        try
        {
            return await client.PostAsync<TokenAnswer>("/auth/v1/signup", credentials, cancellationToken);
        }
        catch (ApiException exception) when (exception.Problem is { ErrorCode: "user_already_exists" } or { Status: (int)HttpStatusCode.Conflict })
        {
            throw refusal;
        }
    }
}
