using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Core.Data;
using RaptorFlow.Testing;
using StackExchange.Redis;

namespace RaptorFlow.Core.Tests.Cache;

/// <summary>What is kept, by kind: for how long, and until it is emptied by hand.</summary>
public sealed class CacheKindTests(EmbeddedStack stack) : IAsyncLifetime
{
    private CacheFixture _cache = null!;
    private Guid _workspace;

    public async ValueTask InitializeAsync()
    {
        _cache = await CacheFixture.CreateAsync(stack);
        _workspace = await _cache.WorkspaceAsync();
    }

    public ValueTask DisposeAsync() => _cache.DisposeAsync();

    [Fact]
    public async Task WhatIsKept_StandsInRedisUnderItsKind_ForItsLifetime()
    {
        var process = _cache.Process();

        await process.AskAsync(_workspace, "market_data", "a", TimeSpan.FromDays(7));

        var redis = process.GetRequiredService<IConnectionMultiplexer>();
        var key = Assert.Single(process.KeysOf(_workspace));
        Assert.StartsWith("raptorflow:market_data:", key.ToString(), StringComparison.Ordinal);
        Assert.InRange((await redis.GetDatabase().KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromDays(6.99), TimeSpan.FromDays(7));
    }

    [Theory]
    [InlineData(6.9, "first")]
    [InlineData(7.1, "second")]
    public async Task WhenItsLifetimeIsOver_ItIsMadeAnew(double days, string answer)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        await _cache.Process(s => s.AddSingleton<TimeProvider>(time)).AskAsync(_workspace, "market_data", "first", TimeSpan.FromDays(7));

        time.Advance(TimeSpan.FromDays(days));

        Assert.Equal(answer, await _cache.Process(s => s.AddSingleton<TimeProvider>(time)).AskAsync(_workspace, "market_data", "second", TimeSpan.FromDays(7)));
    }

    [Fact]
    public async Task TwoKinds_OfTheSameQuestion_AreTwoAnswers()
    {
        var process = _cache.Process();
        await process.AskAsync(_workspace, "personas", "of personas");

        Assert.Equal("of markets", await process.AskAsync(_workspace, "market_data", "of markets"));
    }

    [Fact]
    public async Task OneKindEmptied_LeavesTheOthersAndOtherWorkspaces_InEveryProcess()
    {
        var other = Guid.CreateVersion7();
        var (one, two) = (_cache.Process(), _cache.Process());
        foreach (var process in new[] { one, two })
        {
            await process.AskAsync(_workspace, "personas", "old");
            await process.AskAsync(_workspace, "market_data", "old");
            await process.AskAsync(other, "personas", "old");
        }

        await _cache.EmptyAsync(_workspace, "personas");

        Assert.Equal("new", await one.AskAsync(_workspace, "personas", "new"));
        Assert.Equal("new", await two.AskAsync(_workspace, "personas", "newer"));
        Assert.Equal(("old", "old"), (await one.AskAsync(_workspace, "market_data", "new"), await two.AskAsync(other, "personas", "new")));
    }

    [Fact]
    public async Task AllEmptied_LeavesOtherWorkspaces()
    {
        var other = Guid.CreateVersion7();
        var process = _cache.Process();
        foreach (var workspace in new[] { _workspace, other })
        {
            await process.AskAsync(workspace, "personas", "old");
            await process.AskAsync(workspace, "agent_responses", "old");
        }

        await _cache.EmptyAsync(_workspace, null);

        Assert.Equal(("new", "new"), (await process.AskAsync(_workspace, "personas", "new"), await process.AskAsync(_workspace, "agent_responses", "new")));
        Assert.Equal(("old", "old"), (await process.AskAsync(other, "personas", "new"), await process.AskAsync(other, "agent_responses", "new")));
    }

    [Fact]
    public async Task Emptying_IsInTheAuditLog_AndNothingIsEmptiedWithoutIt()
    {
        await _cache.EmptyAsync(_workspace, "embeddings");
        await _cache.EmptyAsync(_workspace, null);
        await _cache.Process().AskAsync(_workspace, "personas", "old");
        await _cache.OwnerAsync("alter table audit_log rename to audit_log_away");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _cache.EmptyAsync(_workspace, null));

        await _cache.OwnerAsync("alter table audit_log_away rename to audit_log");
        Assert.Equal("old", await _cache.Process().AskAsync(_workspace, "personas", "new"));
        await using var scope = await _cache.Database.BeginAsync(_workspace, CacheFixture.Token);
        Assert.Equal("embeddings everything", await scope.FirstAsync<string>("select string_agg(subject, ' ' order by id) from audit_log where action = 'cache.emptied'", null, CacheFixture.Token));
    }
}
