using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;
using RaptorFlow.Testing;
using StackExchange.Redis;

namespace RaptorFlow.Core.Tests.Cache;

/// <summary>A migrated database of its own, and processes over it that share a Redis-protocol server and nothing else.</summary>
internal sealed class CacheFixture : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly NpgsqlDataSource _source;
    private readonly string _redis;
    private readonly List<ServiceProvider> _processes = [];
    private User? _user;

    private CacheFixture(TestDatabase test, string redis)
    {
        (_test, _redis) = (test, redis);
        _source = NpgsqlDataSource.Create(test.AppConnectionString);
        Database = new(_source);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Database Database { get; }

    public static async Task<CacheFixture> CreateAsync(EmbeddedStack stack) => new(await stack.CreateMigratedAsync(), (await stack.GarnetAsync()).ConnectionString);

    public IServiceProvider Process(params (string Key, string Value)[] settings) => Process(_ => { }, null, settings);

    /// <param name="add">What else it has, registered before the cache.</param>
    /// <param name="redis">Another server than the one shared.</param>
    /// <param name="settings">Its configuration.</param>
    public IServiceProvider Process(Action<IServiceCollection> add, string? redis = null, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddSingleton(Database)
            .AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect((redis ?? _redis) + ",abortConnect=false"));
        add(services);
        services.AddWorkspaceCache().AddSingleton<CacheLookupWriter>();
        var process = services.BuildServiceProvider();
        _processes.Add(process);
        return process;
    }

    /// <summary>A process that embeds with a generator.</summary>
    public (WorkspaceEmbeddings Embeddings, IServiceProvider Process) Embedding(IEmbeddingGenerator<string, Embedding<float>> generator, string? redis = null, params (string Key, string Value)[] settings)
    {
        var process = Process(services => services.AddSingleton(generator).AddSingleton<WorkspaceEmbeddings>(), redis, settings);
        return (process.GetRequiredService<WorkspaceEmbeddings>(), process);
    }

    /// <summary>A workspace with somebody in it, as the audit log and memory need one.</summary>
    public async Task<Guid> WorkspaceAsync()
    {
        _user ??= await new UserStore(Database, TimeProvider.System).CreateAsync("ada@example.com", "a hash", "{}", Token);
        return (await new WorkspaceStore(Database, TimeProvider.System).CreateAsync("Acme", _user!.Id, Token)).Id;
    }

    public Task EmptyAsync(Guid workspace, string? kind) => new CacheEmptying(Database).EmptyAsync(new(workspace, _user!.Id, Core.Identity.Role.LordOperator), kind, Token);

    /// <summary>All figures of a kind, as they are written.</summary>
    public async Task<LookupCounts> WrittenAsync(Guid workspace, string kind)
    {
        var report = await new CacheReports(Database, Microsoft.Extensions.Options.Options.Create(new CacheOptions())).ReadAsync(workspace, new CostPeriod(new(2000, 1, 1), new(2199, 1, 1)), Token);
        var of = report.Items.Single(i => i.Kind == kind);
        return new(of.Hits, of.Misses, of.Fresh);
    }

    public async Task OwnerAsync(string sql)
    {
        await using var owner = NpgsqlDataSource.Create(_test.OwnerConnectionString);
        await using var command = owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
        await _source.DisposeAsync();
        await _test.DisposeAsync();
    }
}

internal static class CacheExtensions
{
    /// <summary>Asks, and waits until what was answered is in Redis, where it is written to behind the asker's back.</summary>
    public static async Task<string> AskAsync(this IServiceProvider process, Guid workspace, string kind, string answer, TimeSpan? lifetime = null, bool fresh = false)
    {
        var given = await process.GetRequiredService<WorkspaceCache>().GetAsync(
            new(workspace, kind, "a question", []), lifetime ?? TimeSpan.FromDays(1), fresh, _ => Task.FromResult(answer), CacheFixture.Token);
        await Eventually.TrueAsync(() => Task.FromResult(process.KeysOf(workspace, kind).Count > 0), CacheFixture.Token);
        return given;
    }

    public static IReadOnlyList<RedisKey> KeysOf(this IServiceProvider process, Guid workspace, string kind = "*") =>
        [.. process.GetRequiredService<IConnectionMultiplexer>().GetServers()[0].Keys(pattern: $"raptorflow:{kind}:{workspace:N}:*")];

    public static Task WriteAsync(this IServiceProvider process) => process.GetRequiredService<CacheLookupWriter>().WriteAsync(CacheFixture.Token);
}
