using RaptorFlow.Api.Tests.Identity;

namespace RaptorFlow.Api.Tests.Workspaces;

public sealed class ApiKeyTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Key_WithinItsScopes_BringsItsWorkspace()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var (_, key) = await CreateAsync(owner, "memory:read");

        await host.Anonymous().With("Bearer", key).GetForAsync("/api/memory/documents", 200);
        var byHeader = host.Anonymous();
        byHeader.DefaultRequestHeaders.Add("X-Api-Key", key);
        await byHeader.GetForAsync("/api/memory/documents", 200);
    }

    [Fact]
    public async Task Key_BeyondItsScopes_IsRefused()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var (_, key) = await CreateAsync(owner, "memory:read");
        var client = host.Anonymous().With("Bearer", key);

        var problem = await client.PostForAsync("/api/memory/documents", new { title = "t", text = "x", collection = "codex_knowledge" }, 403);
        Assert.Contains("memory:write", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await client.PostForAsync("/api/workspaces", new { name = "Another" }, 403);
        await client.GetForAsync($"/api/workspaces/{owner.WorkspaceId}/api-keys", 403);
    }

    [Fact]
    public async Task Key_InAnotherWorkspaceOfItsMaker_FindsNothing()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var (_, key) = await CreateAsync(owner, "memory:read", "workspace:read");
        await owner.CreateWorkspaceAsync();

        var client = host.Anonymous().With("Bearer", key);
        await client.GetForAsync($"/api/workspaces/{owner.WorkspaceId}", 404);
        Assert.Single((await client.GetForAsync("/api/workspaces", 200)).GetProperty("items").EnumerateArray());
        client.DefaultRequestHeaders.Add("X-Workspace", owner.WorkspaceId.ToString());
        await client.GetForAsync("/api/memory/documents", 404);
    }

    [Fact]
    public async Task Key_RelabelledForAnotherWorkspace_IsUnknown()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var victim = await host.SignUpWithWorkspaceAsync();
        var (_, mine) = await CreateAsync(owner, "memory:read");
        var (_, theirs) = await CreateAsync(victim, "memory:read");

        await host.Anonymous().With("Bearer", theirs[..30] + mine[30..]).GetForAsync("/api/memory/documents", 401);
        await host.Anonymous().With("Bearer", mine[..^1] + (mine[^1] == 'A' ? 'B' : 'A')).GetForAsync("/api/memory/documents", 401);
        await host.Anonymous().With("Bearer", "rf_").GetForAsync("/api/memory/documents", 401);
    }

    [Fact]
    public async Task Key_Revoked_IsRefusedAndGoneFromTheList()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var (id, key) = await CreateAsync(owner, "memory:read");
        await owner.Client.SendForAsync(HttpMethod.Delete, $"/api/workspaces/{owner.WorkspaceId}/api-keys/{id}", null, 204);

        await host.Anonymous().With("Bearer", key).GetForAsync("/api/memory/documents", 401);
        Assert.Empty((await owner.Client.GetForAsync($"/api/workspaces/{owner.WorkspaceId}/api-keys", 200)).GetProperty("items").EnumerateArray());
        await owner.Client.SendForAsync(HttpMethod.Delete, $"/api/workspaces/{owner.WorkspaceId}/api-keys/{id}", null, 404);
    }

    [Fact]
    public async Task Key_MakerDemotedThenRemoved_LosesWhatTheyLose()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var maker = await host.SignUpAsync();
        await owner.InviteAsync(maker, "admin");
        var (_, key) = await CreateAsync(maker, "memory:read", "memory:write");
        var client = host.Anonymous().With("Bearer", key);
        var member = $"/api/workspaces/{owner.WorkspaceId}/members/{maker.Id}";

        await owner.Client.SendForAsync(HttpMethod.Patch, member, new { role = "viewer" }, 200);
        await client.GetForAsync("/api/memory/documents", 200);
        await client.PostForAsync("/api/memory/documents", new { title = "t", text = "x", collection = "codex_knowledge" }, 403);

        await owner.Client.SendForAsync(HttpMethod.Delete, member, null, 204);
        await client.GetForAsync("/api/memory/documents", 401);
    }

    [Fact]
    public async Task Create_UnknownScopeAndPastExpiry_NameTheFields()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var problem = await owner.Client.PostForAsync($"/api/workspaces/{owner.WorkspaceId}/api-keys", new { name = "k", scopes = new[] { "runs:everything" }, expires_at = DateTimeOffset.UnixEpoch }, 400);
        Assert.True(problem.GetProperty("errors").TryGetProperty("scopes", out _));
        Assert.True(problem.GetProperty("errors").TryGetProperty("expires_at", out _));
    }

    [Fact]
    public async Task List_Keys_ShowsNoSecret()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var (_, key) = await CreateAsync(owner, "memory:read");
        var listed = (await owner.Client.GetForAsync($"/api/workspaces/{owner.WorkspaceId}/api-keys", 200)).ToString();
        Assert.DoesNotContain(key[36..], listed, StringComparison.Ordinal);
        Assert.Contains(key[..30], listed, StringComparison.Ordinal);
    }

    private static async Task<(Guid Id, string Key)> CreateAsync(Person maker, params string[] scopes)
    {
        var created = await maker.Client.PostForAsync($"/api/workspaces/{maker.WorkspaceId}/api-keys", new { name = "k", scopes }, 201);
        return (created.GetProperty("api_key").GetProperty("id").GetGuid(), created.GetProperty("key").GetString()!);
    }
}
