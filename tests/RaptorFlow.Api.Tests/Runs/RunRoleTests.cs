using RaptorFlow.Api.Tests.Identity;

namespace RaptorFlow.Api.Tests.Runs;

public sealed class RunRoleTests(WholeApi api) : IClassFixture<WholeApi>
{
    private static readonly string[] Roles = ["viewer", "analyst", "lord_operator", "admin"];

    [Theory]
    [InlineData("POST", "/api/runs/{0}/pause", "analyst", "runs:write")]
    [InlineData("POST", "/api/runs/{0}/resume", "analyst", "runs:write")]
    [InlineData("POST", "/api/runs/{0}/cancel", "analyst", "runs:write")]
    [InlineData("POST", "/api/runs/{0}/retry", "analyst", "runs:write")]
    [InlineData("POST", "/api/runs/{0}/fork", "analyst", "runs:write")]
    [InlineData("GET", "/api/runs/{0}/approvals", "viewer", "runs:read")]
    [InlineData("POST", "/api/runs/{0}/approvals/{0}", "viewer", "runs:read")]
    [InlineData("GET", "/api/ops/dead-letters/{0}", "lord_operator", "operations:read")]
    [InlineData("POST", "/api/ops/dead-letters/{0}/retry", "lord_operator", "operations:write")]
    [InlineData("DELETE", "/api/ops/dead-letters/{0}", "lord_operator", "operations:write")]
    public async Task Route_ByRoleAndScope_LetsInWhoMay(string method, string path, string least, string scope)
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var address = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Guid.NewGuid());
        var fitting = new { from = "a", decision = "approve", content_hash = "x" };

        foreach (var role in Roles)
        {
            var member = await api.SignUpWithWorkspaceAsync();
            await owner.InviteAsync(member, role);
            // Who may is told that there is no such thing.
            var may = Array.IndexOf(Roles, role) >= Array.IndexOf(Roles, least);
            (await SendAsync(member.Client, may ? 404 : 403)).Says(may ? Missing(path) : "not_allowed");
        }
        var without = await owner.CreateKeyAsync("memory:read");
        var refused = await SendAsync(api.WithKey(without.Key), 403);
        refused.Says("not_allowed");
        Assert.Contains(scope, refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await SendAsync(api.WithKey((await owner.CreateKeyAsync(scope, "runs:approve")).Key), 404);

        Task<System.Text.Json.JsonElement> SendAsync(HttpClient client, int status) => client.SendForAsync(new(method), address, method == "POST" ? fitting : null, status);
    }

    [Theory]
    [InlineData("/api/runs/approvals", "viewer")]
    [InlineData("/api/ops/dead-letters", "lord_operator")]
    public async Task List_ByRole_LetsInWhoMay(string path, string least)
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        foreach (var role in Roles)
        {
            var member = await api.SignUpWithWorkspaceAsync();
            await owner.InviteAsync(member, role);
            await member.Client.GetForAsync(path, Array.IndexOf(Roles, role) >= Array.IndexOf(Roles, least) ? 200 : 403);
        }
    }

    private static string Missing(string path) => path switch
    {
        _ when path.Contains("dead-letters", StringComparison.Ordinal) => "dead_letter_not_found",
        _ when path.EndsWith("approvals/{0}", StringComparison.Ordinal) => "approval_not_found",
        _ => "run_not_found",
    };
}
