using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Data;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Cache;

/// <summary>How often what was looked for was there: counted in processes, added up in Postgres.</summary>
public sealed class CacheLookupTests(EmbeddedStack stack) : IAsyncLifetime
{
    private readonly Guid _workspace = Guid.CreateVersion7();
    private CacheFixture _cache = null!;

    public async ValueTask InitializeAsync() => _cache = await CacheFixture.CreateAsync(stack);

    public ValueTask DisposeAsync() => _cache.DisposeAsync();

    [Fact]
    public async Task Lookups_OfTwoProcesses_AddUp_ByKindAndWorkspace()
    {
        var other = Guid.CreateVersion7();
        var (one, two) = (_cache.Process(), _cache.Process());
        await one.AskAsync(_workspace, "personas", "a");
        await one.AskAsync(_workspace, "personas", "a");
        await one.AskAsync(_workspace, "market_data", "a", fresh: true);
        await one.AskAsync(other, "personas", "a");
        await two.AskAsync(_workspace, "personas", "a");

        await Task.WhenAll(one.WriteAsync(), two.WriteAsync());
        await two.AskAsync(_workspace, "personas", "a", fresh: true);
        await Task.WhenAll(one.WriteAsync(), two.WriteAsync());

        Assert.Equal(new(Hits: 2, Misses: 1, Fresh: 1), await _cache.WrittenAsync(_workspace, "personas"));
        Assert.Equal(new(0, 0, 1), await _cache.WrittenAsync(_workspace, "market_data"));
        Assert.Equal(new(0, 1, 0), await _cache.WrittenAsync(other, "personas"));
    }

    [Fact]
    public async Task ManyWorkspacesAtOnce_AreAllWritten()
    {
        var process = _cache.Process();
        var lookups = process.GetRequiredService<CacheLookups>();
        var workspaces = Enumerable.Range(0, 1_200).Select(_ => Guid.CreateVersion7()).ToList();
        await Parallel.ForEachAsync(workspaces, CacheFixture.Token, (workspace, _) =>
        {
            lookups.Add(workspace, "personas", new() { Hits = 1 });
            lookups.Add(_workspace, "personas", new() { Misses = 1 });
            return ValueTask.CompletedTask;
        });

        await process.WriteAsync();

        Assert.Equal(new(0, 1_200, 0), await _cache.WrittenAsync(_workspace, "personas"));
        await using var scope = await _cache.Database.BeginAsync(workspaces, CacheFixture.Token);
        Assert.Equal(1_200, await scope.FirstAsync<int>("select count(*) from cache_lookups where hits = 1", null, CacheFixture.Token));
    }

    [Fact]
    public async Task WriteThatFails_LosesNothing_AndIsTriedAgain()
    {
        var process = _cache.Process();
        await process.AskAsync(_workspace, "personas", "a");
        await _cache.OwnerAsync("alter table cache_lookups rename to away");
        await Assert.ThrowsAsync<PostgresException>(() => process.WriteAsync());
        await process.AskAsync(_workspace, "personas", "a");
        await Assert.ThrowsAsync<PostgresException>(() => process.WriteAsync());

        await _cache.OwnerAsync("alter table away rename to cache_lookups");
        await process.WriteAsync();
        await process.WriteAsync();

        Assert.Equal(new(1, 1, 0), await _cache.WrittenAsync(_workspace, "personas"));
    }

    [Fact]
    public async Task Writer_WritesAsTimeGoesBy_AlsoAfterARoundThatFailed()
    {
        var (time, log) = (new FakeTimeProvider(), new WarningLog());
        var process = _cache.Process();
        using var writer = new CacheLookupWriter(process.GetRequiredService<CacheLookups>(), _cache.Database, time, log);
        await process.AskAsync(_workspace, "personas", "a");
        await _cache.OwnerAsync("alter table cache_lookups rename to away");
        await writer.StartAsync(CacheFixture.Token);
        while (!log.Warned)
            await TickAsync();
        await _cache.OwnerAsync("alter table away rename to cache_lookups");

        while (await _cache.WrittenAsync(_workspace, "personas") == default)
            await TickAsync();

        Assert.Equal(new(0, 1, 0), await _cache.WrittenAsync(_workspace, "personas"));
        await writer.StopAsync(CacheFixture.Token);

        Task TickAsync()
        {
            time.Advance(CacheLookupWriter.Every);
            return _cache.OwnerAsync("select 1");
        }
    }

    [Fact]
    public async Task ProcessThatStops_WritesWhatItCounted()
    {
        var process = _cache.Process(s => s.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        using var writer = process.GetRequiredService<CacheLookupWriter>();
        await writer.StartAsync(CacheFixture.Token);
        await process.AskAsync(_workspace, "personas", "a");

        await writer.StopAsync(CacheFixture.Token);

        Assert.Equal(new(0, 1, 0), await _cache.WrittenAsync(_workspace, "personas"));
    }

    [Fact]
    public async Task Report_CountsTheDaysAskedFor_AndSaysNoRateWhereNothingWasLookedUp()
    {
        await using (var scope = await _cache.Database.BeginAsync(_workspace, CacheFixture.Token))
        {
            await scope.ExecuteAsync("""
                insert into cache_lookups (workspace_id, day, kind, hits, misses, fresh) values
                    (@_workspace, '2026-11-01', 'personas', 1, 2, 3), (@_workspace, '2026-11-02', 'personas', 1, 0, 0),
                    (@_workspace, '2026-11-03', 'personas', 100, 0, 0), (@_workspace, '2026-11-01', 'market_data', 0, 0, 5)
                """, new { _workspace }, CacheFixture.Token);
            await scope.CommitAsync(CacheFixture.Token);
        }

        var report = await _cache.Process().GetRequiredService<CacheReports>().ReadAsync(_workspace, new(new(2026, 11, 1), new(2026, 11, 2)), CacheFixture.Token);

        Assert.Equal(CacheKinds.All, report.Items.Select(i => i.Kind));
        Assert.Equal((2, 2, 3, 0.5m), Figures(report, "personas"));
        Assert.Equal((0, 0, 5, null), Figures(report, "market_data"));
        Assert.Equal((0, 0, 0, null), Figures(report, "embeddings"));
    }

    [Fact]
    public void Meter_CountsLookupsByKindAndResult()
    {
        var told = new System.Collections.Concurrent.ConcurrentQueue<(string?, string?, long)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, on) =>
        {
            if (instrument.Meter.Name == "RaptorFlow.Cache")
                on.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, times, tags, _) => told.Enqueue((tags[0].Value?.ToString(), tags[1].Value?.ToString(), times)));
        listener.Start();

        // Other tests count as well, but nothing of this kind.
        new CacheLookups().Add(_workspace, "a kind of this test", new(3, 2, 1));

        Assert.Equal([("hit", 3L), ("miss", 2L), ("fresh", 1L)], told.Where(t => t.Item1 == "a kind of this test").Select(t => (t.Item2!, t.Item3)));
    }

    private static (long, long, long, decimal?) Figures(CacheReport report, string kind)
    {
        var of = report.Items.Single(i => i.Kind == kind);
        return (of.Hits, of.Misses, of.Fresh, of.HitRate);
    }

    private sealed class WarningLog : ILogger<CacheLookupWriter>
    {
        private volatile bool _warned;

        public bool Warned => _warned;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _warned |= logLevel == LogLevel.Warning;
    }
}
