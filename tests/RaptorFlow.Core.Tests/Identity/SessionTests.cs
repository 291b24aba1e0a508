using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Identity;

public sealed class SessionTests(EmbeddedStack stack) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly IOptions<IdentityOptions> _options = Options.Create(new IdentityOptions { SigningKey = "a signing key for tests, long enough to be one" });
    private TestDatabase? _database;
    private NpgsqlDataSource? _source;
    private User? _user;

    private SessionStore Sessions => new(new(_source!), _options, _time);

    private SignInLimiter Limiter => new(new(_source!), _options, _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await stack.CreateMigratedAsync();
        _source = NpgsqlDataSource.Create(_database.AppConnectionString);
        _user = await new UserStore(new(_source), _time).CreateAsync("Ada@Example.com", "a hash", "{}", Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _source!.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Refresh_SpentTokenAfterTheGrace_RevokesTheWholeFamily()
    {
        var first = await Sessions.StartAsync(_user!, null, "test", "", Token);
        var second = (await Sessions.RefreshAsync(first.RefreshToken, "", Token)).Grant!;
        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(RefreshFailure.AlreadyUsed, (await Sessions.RefreshAsync(first.RefreshToken, "", Token)).Failure);

        Assert.Equal(RefreshFailure.NotFound, (await Sessions.RefreshAsync(second.RefreshToken, "", Token)).Failure);
        Assert.False(await Sessions.IsAliveAsync(first.SessionId, Token));
    }

    [Fact]
    public async Task Refresh_SpentTokenAfterTheGrace_LeavesOtherSessionsAlone()
    {
        var stolen = await Sessions.StartAsync(_user!, null, "test", "", Token);
        var other = await Sessions.StartAsync(_user!, null, "test", "", Token);
        await Sessions.RefreshAsync(stolen.RefreshToken, "", Token);
        _time.Advance(TimeSpan.FromSeconds(11));
        await Sessions.RefreshAsync(stolen.RefreshToken, "", Token);
        Assert.True(await Sessions.IsAliveAsync(other.SessionId, Token));
    }

    [Fact]
    public async Task Refresh_ManyAtOnce_AllGetTheSameSuccessor()
    {
        var first = await Sessions.StartAsync(_user!, null, "test", "", Token);
        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Sessions.RefreshAsync(first.RefreshToken, "", Token)));
        Assert.Single(results.Select(r => r.Grant?.RefreshToken).Distinct());
        Assert.NotNull(results[0].Grant);
    }

    [Fact]
    public async Task Refresh_Expired_IsRefused()
    {
        var first = await Sessions.StartAsync(_user!, null, "test", "", Token);
        _time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(RefreshFailure.Expired, (await Sessions.RefreshAsync(first.RefreshToken, "", Token)).Failure);
    }

    [Fact]
    public async Task Database_Tokens_AreNotStoredInClear()
    {
        var grant = await Sessions.StartAsync(_user!, null, "test", "", Token);
        await using var command = _source!.CreateCommand("select count(*) from refresh_tokens t where t::text like '%' || $1 || '%' or encode(token_hash, 'escape') like '%' || $1 || '%'");
        command.Parameters.Add(new() { Value = grant.RefreshToken });
        Assert.Equal(0L, await command.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task Limiter_AfterTheWindow_LetsInAgain()
    {
        for (var i = 0; i < 5; i++)
            Assert.Null((await Limiter.BeginSignInAsync("ada@example.com", "10.0.0.1", Token)).RetryAfter);
        var refused = await Limiter.BeginSignInAsync("ada@example.com", "10.0.0.1", Token);
        Assert.NotNull(refused.RetryAfter);
        Assert.Null((await Limiter.BeginSignInAsync("ada@example.com", "10.0.0.2", Token)).RetryAfter);

        _time.Advance(refused.RetryAfter.Value + TimeSpan.FromSeconds(1));
        Assert.Null((await Limiter.BeginSignInAsync("ada@example.com", "10.0.0.1", Token)).RetryAfter);
    }

    [Fact]
    public async Task Limiter_GuessesFromManyAddresses_AreLimitedPerAccount()
    {
        var answers = new List<SignInAttempt>();
        for (var i = 0; i < 25; i++)
            answers.Add(await Limiter.BeginSignInAsync("ada@example.com", $"10.0.1.{i}", Token));
        Assert.Equal(20, answers.Count(a => a.RetryAfter is null));
    }

    [Fact]
    public async Task Limiter_OneAddressGuessingManyAccounts_IsLimited()
    {
        var answers = new List<SignInAttempt>();
        for (var i = 0; i < 55; i++)
            answers.Add(await Limiter.BeginSignInAsync($"user{i}@example.com", "10.0.2.1", Token));
        Assert.Equal(50, answers.Count(a => a.RetryAfter is null));
    }

    [Fact]
    public async Task Limiter_RightPassword_ForgivesEarlierMistakes()
    {
        for (var round = 0; round < 4; round++)
        {
            await Limiter.BeginSignInAsync("ada@example.com", "10.0.3.1", Token);
            await Limiter.BeginSignInAsync("ada@example.com", "10.0.3.1", Token);
            var attempt = await Limiter.BeginSignInAsync("ada@example.com", "10.0.3.1", Token);
            Assert.Null(attempt.RetryAfter);
            await Limiter.SucceededAsync(attempt, Token);
        }
    }

    [Fact]
    public async Task Audit_OfAWorkspace_IsSeenByThatWorkspaceAndCannotBeChanged()
    {
        var database = new Database(_source!);
        var workspaces = new WorkspaceStore(database, _time);
        var mine = await workspaces.CreateAsync("Mine", _user!.Id, Token);
        var other = await workspaces.CreateAsync("Other", _user.Id, Token);

        await using var scope = await database.BeginAsync(mine.Id, Token);
        var seen = await scope.QueryAsync<Guid>("select distinct workspace_id from audit_log", null, Token);
        Assert.Equal([mine.Id], seen);
        Assert.NotEqual(other.Id, seen[0]);
        await Assert.ThrowsAsync<PostgresException>(() => scope.ExecuteAsync("delete from audit_log", null, Token));
    }
}
