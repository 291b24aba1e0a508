using System.Text.Json;
using RaptorFlow.Api.Tests.Identity;

namespace RaptorFlow.Api.Tests.Workspaces;

public sealed class WorkspaceTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Create_Workspace_MakesTheCreatorItsAdminAndNobodyElseSeesIt()
    {
        var owner = await host.SignUpAsync();
        var created = await owner.Client.PostForAsync("/api/workspaces", new { name = " Acme " }, 201);
        Assert.Equal("Acme", created.GetProperty("name").GetString());
        Assert.Equal("admin", created.GetProperty("role").GetString());
        Assert.Equal(JsonValueKind.String, created.GetProperty("created_at").ValueKind);

        var seen = await owner.Client.GetForAsync("/api/workspaces", 200);
        Assert.Equal(created.GetProperty("id").GetGuid(), Assert.Single(seen.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        var stranger = await host.SignUpAsync();
        Assert.Empty((await stranger.Client.GetForAsync("/api/workspaces", 200)).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    [InlineData("a\0b")]
    public async Task Create_BadName_NamesTheField(string? name)
    {
        var owner = await host.SignUpAsync();
        var problem = await owner.Client.PostForAsync("/api/workspaces", new { name }, 400);
        Assert.True(problem.GetProperty("errors").TryGetProperty("name", out _));
    }

    [Theory]
    [InlineData("'); drop table workspaces; --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("{{ }} @name $1 \\u0000 %s")]
    public async Task Create_NameFullOfSyntax_IsKeptAsItIs(string name)
    {
        var owner = await host.SignUpAsync();
        var created = await owner.Client.PostForAsync("/api/workspaces", new { name }, 201);
        Assert.Equal(name, (await owner.Client.GetForAsync($"/api/workspaces/{created.GetProperty("id")}", 200)).GetProperty("name").GetString());
    }

    [Fact]
    public async Task EveryRoute_AnothersWorkspaceAndNoWorkspace_AnswerTheSame404()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var stranger = await host.SignUpWithWorkspaceAsync();
        var member = owner.Id;
        (HttpMethod Method, string Path, object? Body)[] routes =
        [
            (HttpMethod.Get, "", null),
            (HttpMethod.Get, "/members", null),
            (HttpMethod.Post, "/members", new { email = stranger.Email, role = "admin" }),
            (HttpMethod.Patch, $"/members/{member}", new { role = "viewer" }),
            (HttpMethod.Delete, $"/members/{member}", null),
            (HttpMethod.Get, "/api-keys", null),
            (HttpMethod.Post, "/api-keys", new { name = "x", scopes = new[] { "runs:read" } }),
            (HttpMethod.Delete, $"/api-keys/{Guid.NewGuid()}", null),
        ];
        foreach (var (method, path, body) in routes)
        {
            var anothers = await stranger.Client.SendForAsync(method, $"/api/workspaces/{owner.WorkspaceId}{path}", body, 404);
            var none = await stranger.Client.SendForAsync(method, $"/api/workspaces/{Guid.NewGuid()}{path}", body, 404);
            Assert.Equal(Stable(none), Stable(anothers));
        }
    }

    [Fact]
    public async Task Header_AnothersWorkspaceUnknownOrNonsense_AnswersTheSame404()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var stranger = await host.SignUpAsync();
        var answers = new List<string>();
        foreach (var workspace in new[] { owner.WorkspaceId.ToString(), Guid.NewGuid().ToString(), "' or true --" })
        {
            stranger.Client.DefaultRequestHeaders.Remove("X-Workspace");
            stranger.Client.DefaultRequestHeaders.Add("X-Workspace", workspace);
            answers.Add(Stable(await stranger.Client.GetForAsync("/api/memory/documents", 404)));
        }
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Header_Missing_IsNamed()
    {
        var person = await host.SignUpAsync();
        var problem = await person.Client.GetForAsync("/api/memory/documents", 400);
        Assert.True(problem.GetProperty("errors").TryGetProperty("X-Workspace", out _));
    }

    [Fact]
    public async Task Members_InvitedChangedAndRemoved_HaveWhatTheirRoleGives()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var guest = await host.SignUpAsync();
        await owner.InviteAsync(guest, "viewer");
        await owner.Client.PostForAsync($"/api/workspaces/{owner.WorkspaceId}/members", new { email = guest.Email, role = "viewer" }, 409);

        await guest.Client.GetForAsync($"/api/workspaces/{owner.WorkspaceId}", 200);
        Assert.Equal("not_allowed", (await guest.Client.PostForAsync($"/api/workspaces/{owner.WorkspaceId}/members", new { email = owner.Email, role = "admin" }, 403)).GetProperty("error_code").GetString());
        Assert.Equal(2, (await owner.Client.GetForAsync($"/api/workspaces/{owner.WorkspaceId}/members", 200)).GetProperty("items").GetArrayLength());

        await owner.Client.SendForAsync(HttpMethod.Patch, $"/api/workspaces/{owner.WorkspaceId}/members/{guest.Id}", new { role = "admin" }, 200);
        await guest.Client.GetForAsync($"/api/workspaces/{owner.WorkspaceId}/api-keys", 200);

        await owner.Client.SendForAsync(HttpMethod.Delete, $"/api/workspaces/{owner.WorkspaceId}/members/{guest.Id}", null, 204);
        await guest.Client.GetForAsync($"/api/workspaces/{owner.WorkspaceId}", 404);
    }

    [Fact]
    public async Task Members_LastAdmin_CanNeitherGoNorStepDown()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var self = $"/api/workspaces/{owner.WorkspaceId}/members/{owner.Id}";
        Assert.Equal("last_admin", (await owner.Client.SendForAsync(HttpMethod.Delete, self, null, 409)).GetProperty("error_code").GetString());
        await owner.Client.SendForAsync(HttpMethod.Patch, self, new { role = "viewer" }, 409);
    }

    [Fact]
    public async Task Members_TwoAdminsRemovingEachOtherAtOnce_LeaveOne()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var other = await host.SignUpAsync();
        await owner.InviteAsync(other, "admin");
        var path = $"/api/workspaces/{owner.WorkspaceId}/members/";

        await Task.WhenAll(owner.Client.DeleteAsync(path + other.Id, TestContext.Current.CancellationToken), other.Client.DeleteAsync(path + owner.Id, TestContext.Current.CancellationToken));

        var left = new[] { owner, other }.Select(p => p.Client.GetAsync($"/api/workspaces/{owner.WorkspaceId}", TestContext.Current.CancellationToken));
        Assert.Single(await Task.WhenAll(left), response => response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Members_UnknownAddressAndUnknownRole_NameTheFields()
    {
        var owner = await host.SignUpWithWorkspaceAsync();
        var problem = await owner.Client.PostForAsync($"/api/workspaces/{owner.WorkspaceId}/members", new { email = "x' or '1'='1", role = "root" }, 400);
        Assert.True(problem.GetProperty("errors").TryGetProperty("role", out _));
        problem = await owner.Client.PostForAsync($"/api/workspaces/{owner.WorkspaceId}/members", new { email = "x' or '1'='1", role = "viewer" }, 400);
        Assert.True(problem.GetProperty("errors").TryGetProperty("email", out _));
    }

    private static string Stable(JsonElement problem) =>
        string.Join('\n', problem.EnumerateObject().Where(p => p.Name is not ("request_id" or "timestamp")).Select(p => $"{p.Name}={p.Value}"));
}
