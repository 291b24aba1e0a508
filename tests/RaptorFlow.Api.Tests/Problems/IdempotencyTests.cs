using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Identity;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Testing;

namespace RaptorFlow.Api.Tests.Problems;

public sealed class IdempotencyTests(EmbeddedStack stack) : IAsyncLifetime
{
    private TestDatabase? _database;
    private WebApplication? _app;
    private Person? _person;
    private int _executions;
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Work(string What);

    public async ValueTask InitializeAsync()
    {
        _database = await stack.CreateMigratedAsync();
        _app = await ApiHost.StartAsync(_database, [], Map);
        _person = await Person.SignUpAsync(_app.GetTestClient(), TestContext.Current.CancellationToken);
        await _person.CreateWorkspaceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Repeat_SameBody_GetsTheFirstAnswer()
    {
        var first = await PostAsync("/work", "k1", "paint");
        var second = await PostAsync("/work", "k1", "paint");

        Assert.Equal(202, (int)first.StatusCode);
        Assert.Equal(202, (int)second.StatusCode);
        Assert.Equal(await TextOf(first), await TextOf(second));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(1, _executions);
    }

    [Fact]
    public async Task Repeat_ToAHostWhoseClockIsDaysAhead_GetsTheFirstAnswer()
    {
        await using var ahead = await ApiHost.StartAsync(_database!, [], Map, new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(2)));
        using var client = ahead.GetTestClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", (await _person!.CreateKeyAsync("runs:write")).Key);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/work") { Content = JsonContent.Create(new { what = "paint" }) };
        request.Headers.Add("Idempotency-Key", "k1");
        var first = await PostAsync("/work", "k1", "paint");

        using var second = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(await TextOf(first), await TextOf(second));
        Assert.Equal(1, _executions);
    }

    [Theory]
    [InlineData("/work", "sand")]
    [InlineData("/work?wait=1", "paint")]
    public async Task Repeat_AnotherRequest_IsRefused(string path, string what)
    {
        await PostAsync("/work", "k1", "paint");
        var other = await PostAsync(path, "k1", what);
        Assert.Equal(422, (int)other.StatusCode);
        Assert.Contains("idempotency_key_reused", await TextOf(other), StringComparison.Ordinal);
        Assert.Equal(1, _executions);
    }

    [Fact]
    public async Task Duplicates_AtOnce_ExecuteOnce()
    {
        var first = PostAsync("/slow", "k1", "paint");
        await _entered.Task.WaitAsync(TestContext.Current.CancellationToken);
        var second = PostAsync("/slow", "k1", "paint");
        _gate.SetResult();

        Assert.Equal(await TextOf(await first), await TextOf(await second));
        Assert.Equal(1, _executions);
    }

    [Fact]
    public async Task Failure_OfTheFirst_LetsTheSameKeyTryAgain()
    {
        Assert.Equal(400, (int)(await PostAsync("/work", "k1", "")).StatusCode);
        Assert.Equal(500, (int)(await PostAsync("/work", "k1", "explode")).StatusCode);
        Assert.Equal(202, (int)(await PostAsync("/work", "k1", "paint")).StatusCode);
    }

    [Fact]
    public async Task Answer_SavedInTheWorksTransaction_SurvivesACrashAfterTheCommit()
    {
        Assert.Equal(500, (int)(await PostAsync("/crash-after-commit", "k1", "paint")).StatusCode);
        var again = await PostAsync("/crash-after-commit", "k1", "paint");
        Assert.Equal(201, (int)again.StatusCode);
        Assert.Equal("\"done\"", await TextOf(again));
        Assert.Equal(1, _executions);
    }

    [Fact]
    public async Task SameKey_InAnotherWorkspace_IsAnotherKey()
    {
        await PostAsync("/work", "k1", "paint");
        await _person!.CreateWorkspaceAsync();
        await PostAsync("/work", "k1", "paint");
        Assert.Equal(2, _executions);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task Key_Malformed_IsRefused(string key) => Assert.Equal(400, (int)(await PostAsync("/work", key, "paint")).StatusCode);

    [Fact]
    public async Task NoKey_Always_Executes()
    {
        await PostAsync("/work", null, "paint");
        await PostAsync("/work", null, "paint");
        Assert.Equal(2, _executions);
    }

    private void Map(WebApplication app)
    {
        app.MapPost("/work", (Work work) =>
        {
            if (work.What.Length == 0)
                return (IResult)Problem.Invalid("what", "Is empty.");
            if (work.What == "explode")
                throw new InvalidOperationException("boom");
            return TypedResults.Accepted($"/runs/{Interlocked.Increment(ref _executions)}", new { run = Guid.NewGuid() });
        }).RequirePermission(Permission.RunsWrite).WithIdempotency();
        app.MapPost("/slow", async (Work work) =>
        {
            Interlocked.Increment(ref _executions);
            _entered.TrySetResult();
            await _gate.Task;
            return TypedResults.Ok(new { work.What, id = Guid.NewGuid() });
        }).RequirePermission(Permission.RunsWrite).WithIdempotency();
        app.MapPost("/crash-after-commit", async (Work work, WorkspaceContext workspace, IdempotentRequest? key, HttpContext context, Database database, CancellationToken cancellationToken) =>
        {
            Interlocked.Increment(ref _executions);
            await using var scope = await database.BeginAsync(workspace.WorkspaceId, cancellationToken);
            await key!.SaveAsync(scope, context, 201, "done", null, cancellationToken);
            await scope.CommitAsync(cancellationToken);
            if (work.What == "paint")
                throw new InvalidOperationException("The process died.");
            return TypedResults.Ok();
        }).RequirePermission(Permission.RunsWrite).WithIdempotency();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? key, string what)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { what }) };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await _person!.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<string> TextOf(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
