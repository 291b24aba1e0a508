using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Sources;
using RaptorFlow.Core.Tests.Cost;
using RaptorFlow.Sources;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Sources.SourcesUnderTest;

namespace RaptorFlow.Core.Tests.Sources;

public sealed class SourceQuotaTests(EmbeddedStack stack)
{
    private const string Path = "/newsapi/everything";
    private const string Nothing = """{"status":"ok","totalResults":0,"articles":[]}""";

    private static readonly ArticleQuestion Question = new("crm");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 23, 59, 59, 500, TimeSpan.Zero));
    private readonly byte[] _account = RandomNumberGenerator.GetBytes(32);

    [Theory]
    [InlineData("PerSecond", "2 a second")]
    [InlineData("PerMinute", "2 requests a minute")]
    [InlineData("PerDay", "2 requests a day is used up until midnight UTC")]
    public async Task Window_ThatIsFull_IsFullForEveryHost_UntilTheNextBegins(string window, string said)
    {
        (string, string)[] settings = [($"Sources:Vendors:googletrends:{window}", "2"), ("Sources:LongestWait", "00:00:00"), .. Unlimited(window)];
        await using var test = await StartAsync(stack, At, settings);
        var (one, other) = (test.Services, test.Host(At, settings));

        await TakeAsync(one);
        await TakeAsync(other);
        var full = await Assert.ThrowsAsync<SourceException>(() => TakeAsync(one));
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await TakeAsync(other);

        Assert.Equal((SourceStatus.OverQuota, TimeSpan.FromSeconds(0.5)), (full.Status, full.RetryAfter));
        Assert.Contains(said, full.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Window_ThatIsNotTheFirstToFillUp_TakesNothingFromTheOthers()
    {
        await using var test = await StartAsync(stack, At, ("Sources:Vendors:googletrends:PerSecond", "1"), ("Sources:Vendors:googletrends:PerDay", "2"), ("Sources:LongestWait", "00:00:00"));

        await TakeAsync(test.Services);
        await Assert.ThrowsAsync<SourceException>(() => TakeAsync(test.Services));

        Assert.Equal(1, await Quotas(test.Services).UsedTodayAsync(_account, Token));
    }

    [Fact]
    public async Task Wait_ThatIsBearable_IsWaited()
    {
        SourcesUnderTest? test = null;
        await using var started = test = await StartAsync(stack, services => services.AddSingleton<CostClock>(new WaitingClock(() => test?.Time.Waits ?? [])), ("Sources:Vendors:googletrends:PerSecond", "1"));

        await TakeAsync(test.Services);
        await TakeAsync(test.Services);
        await TakeAsync(test.Services);

        Assert.Equal([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)], test.Time.Waits);
    }

    [Fact]
    public async Task Day_ThatIsUsedUp_IsTold_AndAsksNobodyUntilMidnight()
    {
        await using var test = await StartAsync(stack, At, Key("secret-q"), Address, ("Sources:Vendors:newsapi:PerDay", "1"), ("Sources:LongestWait", "00:00:00"));
        test.Server.On(Path, Answer(Nothing), Answer(Nothing));

        await test.AskAsync(Question);
        var refused = Report(await test.AskAsync(Question, fresh: true));
        _clock.Advance(TimeSpan.FromSeconds(1));
        var next = Report(await test.AskAsync(Question, fresh: true));

        Assert.Equal((SourceStatus.OverQuota, TimeSpan.FromSeconds(0.5), 0L), (refused.Status, refused.RetryAfter, refused.CostMicros));
        Assert.Equal(SourceStatus.Empty, next.Status);
        Assert.Equal(2, test.Server.Calls(Path));
    }

    [Fact]
    public async Task VendorThatWantsToBeLeftAlone_IsLeftAloneByEveryHost()
    {
        (string, string)[] settings = [Key("secret-q"), Address];
        await using var test = await StartAsync(stack, At, settings);
        test.Server.On(Path, Answer("""{"status":"error","code":"rateLimited","message":"Slow down."}""", status: 429, headers: [("Retry-After", "600")]), Answer(Nothing));

        var first = Report(await test.AskAsync(Question));
        var second = Report(await test.AskAsync(Question, host: test.Host(At, settings)));
        _clock.Advance(TimeSpan.FromMinutes(10));
        var later = Report(await test.AskAsync(Question));

        Assert.Equal((SourceStatus.OverQuota, TimeSpan.FromMinutes(10)), (first.Status, first.RetryAfter));
        Assert.Equal((SourceStatus.OverQuota, "It asks to be left alone for 600 s."), (second.Status, second.Detail));
        Assert.Equal(SourceStatus.Empty, later.Status);
        Assert.Equal(2, test.Server.Calls(Path));
    }

    [Fact]
    public async Task Pause_OfWhoeverAsksForLess_DoesNotShortenIt()
    {
        await using var test = await StartAsync(stack, At, ("Sources:LongestWait", "00:00:00"));

        await Quotas(test.Services).PauseAsync(_account, TimeSpan.FromMinutes(5), Token);
        await Quotas(test.Services).PauseAsync(_account, TimeSpan.FromMinutes(1), Token);

        Assert.Equal(TimeSpan.FromMinutes(5), (await Assert.ThrowsAsync<SourceException>(() => TakeAsync(test.Services))).RetryAfter);
    }

    [Fact]
    public async Task Accounts_HaveQuotasOfTheirOwn()
    {
        await using var test = await StartAsync(stack, At, Key("secret-q"), Address, ("Sources:Vendors:newsapi:PerDay", "1"), ("Sources:LongestWait", "00:00:00"));
        var other = await test.WorkspaceAsync();
        await test.EnterAsync(other, "newsapi", ("api_key", "secret-of-its-own"));
        test.Server.On(Path, Answer(Nothing), Answer(Nothing));

        await test.AskAsync(Question);

        Assert.Equal(SourceStatus.OverQuota, Report(await test.AskAsync(Question, fresh: true)).Status);
        Assert.Equal(SourceStatus.Empty, Report(await test.AskAsync(Question, workspaceId: other)).Status);
    }

    private void At(IServiceCollection services) => services.AddSingleton<CostClock>(new FakeCostClock(_clock));

    private Task TakeAsync(IServiceProvider host) => Quotas(host).TakeAsync(host.GetRequiredService<Vendors>().Get("googletrends"), _account, Token);

    private static SourceQuotas Quotas(IServiceProvider host) => host.GetRequiredService<SourceQuotas>();

    private static IEnumerable<(string, string)> Unlimited(string but) => new[] { "PerSecond", "PerMinute", "PerDay" }.Where(window => window != but).Select(window => ($"Sources:Vendors:googletrends:{window}", "1000"));

    private static (string, string) Key(string key) => ("Sources:Vendors:newsapi:Credential:api_key", key);

    private static (string, string) Address => ("Sources:Vendors:newsapi:BaseAddress", "{server}/newsapi/");

    private static SourceReport Report<T>(SourceAnswer<T> answer)
        where T : SourceItem => Assert.Single(answer.Reports, report => report.Source == "newsapi");

    /// <summary>Goes on by what was waited, and by nothing else.</summary>
    private sealed class WaitingClock(Func<IEnumerable<TimeSpan>> waits) : CostClock
    {
        public override DateTimeOffset? Fixed => new DateTimeOffset(2026, 11, 23, 12, 0, 0, 500, TimeSpan.Zero) + waits().Aggregate(TimeSpan.Zero, (all, wait) => all + wait);
    }
}
