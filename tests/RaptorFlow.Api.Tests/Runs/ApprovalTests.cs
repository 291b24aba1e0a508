using System.Text.Json;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Core.Runs;
using static RaptorFlow.Api.Tests.Runs.Hands;

namespace RaptorFlow.Api.Tests.Runs;

public sealed class ApprovalTests(WholeApi api) : IClassFixture<WholeApi>
{
    [Fact]
    public async Task Approve_ExactContent_LetsTheRunGoOn()
    {
        var (owner, hands, asked) = await AskAsync();
        var shown = Assert.Single((await owner.Client.GetForAsync($"/api/runs/{asked.RunId}/approvals", 200)).GetProperty("items").EnumerateArray());
        Assert.Equal(("pending", "lord_operator", "a", "TST-001"),
            (shown.GetProperty("status").GetString(), shown.GetProperty("role").GetString(), shown.GetProperty("step").GetString(), shown.GetProperty("agent").GetString()));
        Assert.Equal("a line", shown.GetProperty("content").GetProperty("text").GetString());

        await DecideAsync(owner.Client, asked, "approve", shown.GetProperty("content_hash").GetString()!, 204, "Fine.");

        Assert.Equal(["succeeded", "queued"], await hands.StatusesAsync(asked.RunId));
        var decided = Assert.Single((await owner.Client.GetForAsync($"/api/runs/{asked.RunId}/approvals", 200)).GetProperty("items").EnumerateArray());
        Assert.Equal(("approved", owner.Id, "Fine."), (decided.GetProperty("status").GetString(), decided.GetProperty("decided_by").GetGuid(), decided.GetProperty("comment").GetString()));
        var told = Assert.Single(await hands.EventsAsync(asked.RunId, "approval.granted"));
        Assert.Equal(("Fine.", asked.ContentHash), (told.Data.GetProperty("comment").GetString(), told.Data.GetProperty("content_hash").GetString()));
    }

    [Fact]
    public async Task Reject_WithAComment_KillsTheStepWithIt()
    {
        var (owner, _, asked) = await AskAsync();

        await DecideAsync(owner.Client, asked, "reject", asked.ContentHash, 204, "Too loud.");

        var run = await owner.Client.GetForAsync($"/api/runs/{asked.RunId}", 200);
        Assert.Equal("failed", run.GetProperty("status").GetString());
        Assert.Contains("Too loud.", run.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("rejected", run.GetProperty("tasks")[0].GetProperty("cause").GetString());
    }

    [Fact]
    public async Task Decide_Twice_IsDecidedOnce()
    {
        var (owner, hands, asked) = await AskAsync();

        await DecideAsync(owner.Client, asked, "approve", asked.ContentHash, 204);

        (await DecideAsync(owner.Client, asked, "reject", asked.ContentHash, 409)).Says("approval_decided");
        Assert.Equal(["succeeded", "queued"], await hands.StatusesAsync(asked.RunId));
    }

    [Fact]
    public async Task Decide_HashInUpperCase_IsTheSameContent()
    {
        var (owner, _, asked) = await AskAsync();
        await DecideAsync(owner.Client, asked, "approve", $" {asked.ContentHash.ToUpperInvariant()} ", 204);
    }

    [Fact]
    public async Task Decide_OtherContentThanWaits_IsRefusedAndStillWaits()
    {
        var (owner, hands, asked) = await AskAsync();

        (await DecideAsync(owner.Client, asked, "approve", new string('0', 64), 409)).Says("content_changed");
        (await DecideAsync(owner.Client, asked, "approve", asked.ContentHash[..63], 409)).Says("content_changed");

        Assert.Equal(["awaiting_approval", "queued"], await hands.StatusesAsync(asked.RunId));
    }

    [Fact]
    public async Task Decide_TooLate_IsRefused()
    {
        var (owner, _, asked) = await AskAsync(expiresAfter: TimeSpan.FromSeconds(-1));
        (await DecideAsync(owner.Client, asked, "approve", asked.ContentHash, 409)).Says("approval_expired");
    }

    [Fact]
    public async Task Decide_RunWasCancelled_IsRefused()
    {
        var (owner, _, asked) = await AskAsync();
        await owner.Client.PostForAsync($"/api/runs/{asked.RunId}/cancel", new { }, 200);

        (await DecideAsync(owner.Client, asked, "approve", asked.ContentHash, 409)).Says("approval_decided");
        Assert.Equal("withdrawn", (await owner.Client.GetForAsync($"/api/runs/{asked.RunId}/approvals", 200)).GetProperty("items")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task Decide_RunIsPaused_CountsAndTheRestWaits()
    {
        var (owner, hands, asked) = await AskAsync();
        await owner.Client.PostForAsync($"/api/runs/{asked.RunId}/pause", new { }, 200);

        await DecideAsync(owner.Client, asked, "approve", asked.ContentHash, 204);

        Assert.Equal(["succeeded", "paused"], await hands.StatusesAsync(asked.RunId));
    }

    [Theory]
    [InlineData("""{"content_hash":"x"}""", "decision")]
    [InlineData("""{"decision":"perhaps","content_hash":"x"}""", "decision")]
    [InlineData("""{"decision":"Approve","content_hash":"x"}""", "decision")]
    [InlineData("""{"decision":true,"content_hash":"x"}""", "decision")]
    [InlineData("""{"decision":"approve"}""", "content_hash")]
    [InlineData("""{"decision":"approve","content_hash":"  "}""", "content_hash")]
    [InlineData("""{"decision":"approve","content_hash":"x\u0000"}""", "content_hash")]
    [InlineData("""{"decision":"approve","content_hash":"x","comment":"a\u0000b"}""", "comment")]
    [InlineData("""{"decision":"approve","content_hash":"x","comment":"\ud800"}""", "comment")]
    [InlineData("null", "body")]
    [InlineData("", "body")]
    public async Task Decide_UnfitBody_NamesTheField(string body, string field)
    {
        var (owner, hands, asked) = await AskAsync();

        (await owner.Client.PostTextAsync(Path(asked), body, 400)).Says("validation_failed", field);

        Assert.Equal(["awaiting_approval", "queued"], await hands.StatusesAsync(asked.RunId));
    }

    [Fact]
    public async Task Decide_BodyThatIsNoJson_NamesThePlace()
    {
        var (owner, _, asked) = await AskAsync();
        (await owner.Client.PostTextAsync(Path(asked), """{"decision":"approve",}""", 400)).Says("malformed_json");
        (await owner.Client.PostTextAsync(Path(asked), "decision=approve", 415, "application/x-www-form-urlencoded")).Says("unsupported_media_type");
    }

    [Fact]
    public async Task Decide_CommentOfTheLongestLengthAndBeyond_IsKeptOrRefused()
    {
        var (owner, _, asked) = await AskAsync();

        (await DecideAsync(owner.Client, asked, "approve", asked.ContentHash, 400, new string('c', 2_001))).Says("validation_failed", "comment");
        await DecideAsync(owner.Client, asked, "approve", asked.ContentHash, 204, new string('c', 2_000));
    }

    [Fact]
    public async Task Decide_HostileComment_IsKeptAsItIs()
    {
        const string hostile = "'; drop table approvals; -- <script>alert(1)</script> \u202e {{$draft}}";
        var (owner, _, asked) = await AskAsync();

        await DecideAsync(owner.Client, asked, "approve", asked.ContentHash, 204, hostile);

        Assert.Equal(hostile, (await owner.Client.GetForAsync($"/api/runs/{asked.RunId}/approvals", 200)).GetProperty("items")[0].GetProperty("comment").GetString());
    }

    [Theory]
    [InlineData("viewer", "viewer", 204)]
    [InlineData("viewer", "analyst", 403)]
    [InlineData("analyst", "analyst", 204)]
    [InlineData("analyst", "lord_operator", 403)]
    [InlineData("lord_operator", "lord_operator", 204)]
    [InlineData("lord_operator", "admin", 403)]
    [InlineData("admin", "admin", 204)]
    public async Task Decide_ByRole_IsAllowedAsTheStepSays(string role, string needed, int status)
    {
        var (owner, hands, asked) = await AskAsync(needed);
        var member = await api.SignUpWithWorkspaceAsync();
        await owner.InviteAsync(member, role);

        var answer = await DecideAsync(member.Client, asked, "approve", asked.ContentHash, status);

        if (status == 403)
            answer.Says("not_allowed");
        Assert.Equal(status == 204 ? "succeeded" : "awaiting_approval", (await hands.StatusesAsync(asked.RunId))[0]);
    }

    [Fact]
    public async Task Decide_ByApiKey_NeedsItsScope()
    {
        var (owner, _, asked) = await AskAsync("viewer");
        var reading = api.WithKey((await owner.CreateKeyAsync("runs:read")).Key);
        var writing = api.WithKey((await owner.CreateKeyAsync("runs:read", "runs:write")).Key);
        var approving = api.WithKey((await owner.CreateKeyAsync("runs:read", "runs:approve")).Key);

        (await DecideAsync(reading, asked, "approve", asked.ContentHash, 403)).Says("not_allowed");
        (await DecideAsync(writing, asked, "approve", asked.ContentHash, 403)).Says("not_allowed");
        await DecideAsync(approving, asked, "approve", asked.ContentHash, 204);
    }

    [Fact]
    public async Task Pending_ApprovalsOfAllRuns_OldestFirstUntilDecided()
    {
        var (owner, hands, first) = await AskAsync();
        var run = await hands.SubmitAsync(Step("a") with { Approval = new() });
        var second = await hands.AskAsync(run, "a");
        Assert.Equal([first.Id, second.Id], await PendingAsync(owner.Client));

        await DecideAsync(owner.Client, first, "approve", first.ContentHash, 204);

        Assert.Equal([second.Id], await PendingAsync(owner.Client));
        Assert.Empty(await PendingAsync((await api.SignUpWithWorkspaceAsync()).Client));
    }

    [Fact]
    public async Task List_StepDoneAnew_ShowsEachContentOnlyWhereItWasAskedAbout()
    {
        var (owner, hands, first) = await AskAsync();
        await DecideAsync(owner.Client, first, "reject", first.ContentHash, 204);
        await owner.Client.PostForAsync($"/api/runs/{first.RunId}/retry", new { }, 202);
        await hands.AskAsync(first.RunId, "a", """{"text":"another line"}""");

        var shown = (await owner.Client.GetForAsync($"/api/runs/{first.RunId}/approvals", 200)).GetProperty("items");

        Assert.Equal(["rejected", "pending"], shown.EnumerateArray().Select(a => a.GetProperty("status").GetString()));
        Assert.False(shown[0].TryGetProperty("content", out _));
        Assert.Equal("another line", shown[1].GetProperty("content").GetProperty("text").GetString());
    }

    [Fact]
    public async Task NoSuchRunOrApproval_IsNotFound()
    {
        var (owner, hands, asked) = await AskAsync();
        var other = await hands.SubmitAsync(Step("a"));

        (await owner.Client.GetForAsync($"/api/runs/{Guid.NewGuid()}/approvals", 404)).Says("run_not_found");
        Assert.Empty((await owner.Client.GetForAsync($"/api/runs/{other}/approvals", 200)).GetProperty("items").EnumerateArray());
        (await DecideAsync(owner.Client, asked with { Id = Guid.NewGuid() }, "approve", asked.ContentHash, 404)).Says("approval_not_found");
        (await DecideAsync(owner.Client, asked with { RunId = other }, "approve", asked.ContentHash, 404)).Says("approval_not_found");
    }

    private async Task<(Person Owner, Hands Hands, ApprovalView Asked)> AskAsync(string role = "lord_operator", TimeSpan? expiresAfter = null)
    {
        var owner = await api.SignUpWithWorkspaceAsync();
        var hands = new Hands(api, owner);
        var run = await hands.SubmitAsync(Step("a") with { Approval = new() { Role = role } }, Step("b", "a"));
        return (owner, hands, await hands.AskAsync(run, "a", expiresAfter: expiresAfter));
    }

    private static string Path(ApprovalView asked) => $"/api/runs/{asked.RunId}/approvals/{asked.Id}";

    private static Task<JsonElement> DecideAsync(HttpClient client, ApprovalView asked, string decision, string hash, int status, string? comment = null) =>
        client.PostForAsync(Path(asked), new { decision, content_hash = hash, comment }, status);

    private static async Task<IReadOnlyList<Guid>> PendingAsync(HttpClient client) =>
        [.. (await client.GetForAsync("/api/runs/approvals", 200)).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetGuid())];
}
