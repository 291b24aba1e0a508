using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;

namespace RaptorFlow.Api.Tests.Problems;

/// <summary>What only a real connection shows.</summary>
public sealed partial class WireTests(WholeApi api) : IClassFixture<WholeApi>
{
    private const int Limit = 16 * 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/onboarding", "payload_too_large")]
    [InlineData("/auth/v1/signup", "request_entity_too_large")]
    public async Task Body_OverTheLimit_IsRefusedWithAProblem(string path, string code)
    {
        // The client waits for the server's word before it sends the body, or the refusal could be lost in a reset.
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan };
        using var client = new HttpClient(handler) { BaseAddress = api.Address };
        client.DefaultRequestHeaders.ExpectContinue = true;
        var person = await api.SignUpWithWorkspaceAsync();
        client.With("Bearer", person.AccessToken).DefaultRequestHeaders.Add("X-Workspace", person.WorkspaceId.ToString());
        using var content = new ByteArrayContent(new byte[Limit + 1]) { Headers = { ContentType = new("application/json") } };

        var response = await client.PostAsync(path, content, Token);

        var problem = await ClientExtensions.Expect(response, 413);
        Assert.Equal(new MediaTypeHeaderValue("application/problem+json"), response.Content.Headers.ContentType);
        Assert.Equal(code, problem.GetProperty("error_code").GetString());
        Assert.NotEmpty(problem.GetProperty("suggestion").GetString()!);
    }

    [Fact]
    public async Task Body_NoJson_NamesTheLine()
    {
        var person = await api.SignUpWithWorkspaceAsync();
        using var content = new StringContent("{\"company\": {\n  \"name\": \"Chez Marthe\",\n  \"goal\": }}", Encoding.UTF8, "application/json");

        var problem = await ClientExtensions.Expect(await person.Client.PostAsync("/api/onboarding", content, Token), 400);

        Assert.Equal("malformed_json", problem.GetProperty("error_code").GetString());
        Assert.Contains("line 3", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SomebodyElses_Id_IsAnsweredAsOneThatNeverWas()
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var onboarding = await owner.Client.PostForAsync("/api/onboarding", new { company = new { name = "Chez Marthe", goal = "more guests" } }, 202);
        var document = await owner.Client.PostForAsync("/api/memory/documents", new { title = "Menu", text = "Bouillabaisse.", collection = "codex_knowledge" }, 201);
        var run = onboarding.GetProperty("run_id").GetString()!;
        var onboardingId = onboarding.GetProperty("id").GetString()!;
        var campaign = onboarding.GetProperty("campaign_id").GetString()!;
        var hands = new Hands(api, owner);
        var asked = await hands.AskAsync(await hands.SubmitAsync(Hands.Step("a") with { Approval = new() }), "a");
        var dead = (await hands.DieAsync(await hands.SubmitAsync(Hands.Step("a")), "a")).ToString();
        var stranger = await api.SignUpWithWorkspaceAsync();
        (HttpMethod Method, string Path, string Id)[] requests =
        [
            (HttpMethod.Get, "/api/workspaces/{0}", owner.WorkspaceId.ToString()),
            (HttpMethod.Get, "/api/workspaces/{0}/members", owner.WorkspaceId.ToString()),
            (HttpMethod.Get, "/api/runs?workspace={0}", owner.WorkspaceId.ToString()),
            (HttpMethod.Get, "/api/runs/{0}", run),
            (HttpMethod.Get, "/api/runs/{0}/events", run),
            (HttpMethod.Post, "/api/runs/{0}/cancel", run),
            (HttpMethod.Post, "/api/runs/{0}/pause", run),
            (HttpMethod.Post, "/api/runs/{0}/resume", run),
            (HttpMethod.Post, "/api/runs/{0}/retry", run),
            (HttpMethod.Post, "/api/runs/{0}/fork", run),
            (HttpMethod.Get, "/api/runs/{0}/approvals", run),
            (HttpMethod.Post, $"/api/runs/{asked.RunId}/approvals/{{0}}", asked.Id.ToString()),
            (HttpMethod.Get, "/api/ops/dead-letters/{0}", dead),
            (HttpMethod.Post, "/api/ops/dead-letters/{0}/retry", dead),
            (HttpMethod.Delete, "/api/ops/dead-letters/{0}", dead),
            (HttpMethod.Get, "/api/onboarding/{0}", onboardingId),
            (HttpMethod.Post, "/api/onboarding/{0}/resume", onboardingId),
            (HttpMethod.Post, "/api/onboarding/{0}/steps/personas/redo", onboardingId),
            (HttpMethod.Get, "/api/campaigns/{0}", campaign),
            (HttpMethod.Patch, "/api/campaigns/{0}", campaign),
            (HttpMethod.Delete, "/api/memory/documents/{0}", document.GetProperty("id").GetString()!),
        ];

        foreach (var (method, path, id) in requests)
            Assert.Equal(await AnswerAsync(stranger, method, path, Guid.NewGuid().ToString()), await AnswerAsync(stranger, method, path, id));
    }

    // Status, headers and body, without what names the single request.
    private static async Task<string> AnswerAsync(Person person, HttpMethod method, string path, string id)
    {
        using var request = new HttpRequestMessage(method, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id));
        if (method != HttpMethod.Get)
            request.Content = new StringContent("""{"name":"x","from":"a","decision":"approve","content_hash":"x"}""", Encoding.UTF8, "application/json");
        if (path.Contains("workspace=", StringComparison.Ordinal))
            person.Client.DefaultRequestHeaders.Remove("X-Workspace");
        else
            person.Use(person.WorkspaceId);
        var response = await person.Client.SendAsync(request, Token);
        Assert.True((int)response.StatusCode == 404, $"{method} {path}: {(int)response.StatusCode}");
        var headers = response.Headers.Concat(response.Content.Headers).Where(h => h.Key is not ("Date" or "Content-Length"));
        return $"{path} {OfThisRequest().Replace(await response.Content.ReadAsStringAsync(Token), "")}\n{string.Join('\n', headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}"))}";
    }

    [GeneratedRegex("\"(request_id|timestamp)\":\"[^\"]*\",", RegexOptions.NonBacktracking)]
    private static partial Regex OfThisRequest();
}
