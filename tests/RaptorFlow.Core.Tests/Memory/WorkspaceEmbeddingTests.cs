using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Tests.Cache;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Memory;
using RaptorFlow.Testing;
using StackExchange.Redis;

namespace RaptorFlow.Core.Tests.Memory;

/// <summary>Vectors that a model made are kept in the workspace's cache, over a real Postgres and a real Redis-protocol server.</summary>
public sealed class WorkspaceEmbeddingTests(EmbeddedStack stack) : IAsyncLifetime
{
    private readonly Guid _workspace = Guid.CreateVersion7();
    private readonly ScriptedEmbeddings _model = new();
    private CacheFixture _cache = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cache = await CacheFixture.CreateAsync(stack);

    public ValueTask DisposeAsync() => _cache.DisposeAsync();

    [Fact]
    public async Task Texts_AreMadeOnce_TheMissingOnesInOneCall_InTheOrderAskedFor()
    {
        var (embeddings, process) = _cache.Embedding(_model);

        var first = await embeddings.OfAsync(_workspace, ["bb", "a", "bb"], Token);
        var second = await embeddings.OfAsync(_workspace, ["ccc", "bb", "dddd", "a", "ccc"], Token);

        Assert.Equal(["bb a", "ccc dddd"], _model.Calls);
        Assert.Equal([2f, 1, 2], first.Select(v => v[0]));
        Assert.Equal([3f, 2, 4, 1, 3], second.Select(v => v[0]));
        await process.WriteAsync();
        Assert.Equal(new(Hits: 2, Misses: 4, Fresh: 0), await _cache.WrittenAsync(_workspace, CacheKinds.Embeddings));
    }

    [Fact]
    public async Task AnotherProcess_IsGivenTheSameBits()
    {
        float[] odd = [0f, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
            BitConverter.Int32BitsToSingle(0x7fc12345), BitConverter.Int32BitsToSingle(0x7f812345), 0.1f, 1f / 3];
        var (one, _) = _cache.Embedding(new ScriptedEmbeddings { Vector = _ => odd });
        var (two, _) = _cache.Embedding(_model);

        await one.OfAsync(_workspace, ["odd"], Token);
        var given = Assert.Single(await two.OfAsync(_workspace, ["odd"], Token));

        Assert.Empty(_model.Calls);
        Assert.Equal(odd.Select(BitConverter.SingleToInt32Bits), given.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(4 * odd.Length, VectorBytes.Of(odd).Length);
    }

    [Fact]
    public async Task TwoWorkspaces_NeverShareOne()
    {
        var (embeddings, _) = _cache.Embedding(_model);

        await embeddings.OfAsync(_workspace, ["a"], Token);
        await embeddings.OfAsync(Guid.CreateVersion7(), ["a"], Token);

        Assert.Equal(["a", "a"], _model.Calls);
    }

    [Fact]
    public async Task AnotherModel_IsAskedAnew()
    {
        using var renamed = new ConfiguredModel(_model, "scripted-2");
        var (one, _) = _cache.Embedding(_model);
        var (two, _) = _cache.Embedding(renamed);

        await one.OfAsync(_workspace, ["a"], Token);
        await two.OfAsync(_workspace, ["a"], Token);

        Assert.Equal(("scripted-1", "scripted-2", 2), (one.Model, two.Model, _model.Calls.Count));
    }

    [Fact]
    public async Task Emptied_IsAskedAnew_AndOtherKindsBeingEmptiedChangesNothing()
    {
        var (embeddings, _) = _cache.Embedding(_model);
        var workspace = await _cache.WorkspaceAsync();
        await embeddings.OfAsync(workspace, ["a"], Token);

        await _cache.EmptyAsync(workspace, "personas");
        await embeddings.OfAsync(workspace, ["a"], Token);
        Assert.Single(_model.Calls);

        await _cache.EmptyAsync(workspace, CacheKinds.Embeddings);
        await embeddings.OfAsync(workspace, ["a"], Token);
        await _cache.EmptyAsync(workspace, null);
        await embeddings.OfAsync(workspace, ["a"], Token);
        Assert.Equal(3, _model.Calls.Count);
    }

    [Fact]
    public async Task ManyAtOnce_AskTheModelOnce()
    {
        var gate = new TaskCompletionSource();
        _model.Before = () => gate.Task;
        var (embeddings, process) = _cache.Embedding(_model);

        var asking = Enumerable.Range(0, 20).Select(_ => embeddings.OfAsync(_workspace, ["a", "bb"], Token)).ToList();
        gate.SetResult();
        var vectors = await Task.WhenAll(asking);

        Assert.All(vectors, v => Assert.Equal([1f, 2], v.Select(of => of[0])));
        Assert.Equal(["a bb"], _model.Calls);
        await process.WriteAsync();
        Assert.Equal(new(38, 2, 0), await _cache.WrittenAsync(_workspace, CacheKinds.Embeddings));
    }

    [Fact]
    public async Task WhoAskedFirstGivesUp_TheOthersAskThemselves()
    {
        var (asked, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        _model.Before = () =>
        {
            asked.TrySetResult();
            return gate.Task;
        };
        var (embeddings, _) = _cache.Embedding(_model);
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = embeddings.OfAsync(_workspace, ["a"], impatience.Token);
        await asked.Task;
        var second = embeddings.OfAsync(_workspace, ["a", "bb"], Token);

        await impatience.CancelAsync();
        gate.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal([1f, 2], (await second).Select(v => v[0]));
    }

    [Fact]
    public async Task ModelThatFails_FailsItsOwnCallAlone_AndNothingIsKept()
    {
        var (embeddings, _) = _cache.Embedding(_model);
        _model.Before = () => throw new InvalidOperationException("no");
        await Assert.ThrowsAsync<InvalidOperationException>(() => embeddings.OfAsync(_workspace, ["a"], Token));

        _model.Before = () => Task.CompletedTask;

        Assert.Equal(1f, Assert.Single(await embeddings.OfAsync(_workspace, ["a"], Token))[0]);
    }

    [Fact]
    public async Task LifetimeOfZeroOrOfflineEmbeddings_KeepNothing()
    {
        using var offline = new OfflineEmbeddingGenerator();
        var (never, first) = _cache.Embedding(_model, null, ("Cache:Embeddings", "00:00:00"));
        var (hashed, second) = _cache.Embedding(offline);

        await never.OfAsync(_workspace, ["a"], Token);
        await never.OfAsync(_workspace, ["a"], Token);
        await hashed.OfAsync(_workspace, ["a"], Token);

        Assert.Equal(2, _model.Calls.Count);
        await first.WriteAsync();
        await second.WriteAsync();
        Assert.Equal(default, await _cache.WrittenAsync(_workspace, CacheKinds.Embeddings));
    }

    [Fact]
    public async Task RedisGone_TheVectorsAreTheSame()
    {
        var redis = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        var (embeddings, _) = _cache.Embedding(_model, redis.ConnectionString + ",connectTimeout=500,syncTimeout=500,asyncTimeout=500");
        await embeddings.OfAsync(_workspace, ["a"], Token);
        await redis.DisposeAsync();

        var vectors = await embeddings.OfAsync(_workspace, ["bb", "a"], Token);

        Assert.Equal([2f, 1], vectors.Select(v => v[0]));
        Assert.Equal(["a", "bb a"], _model.Calls);
    }

    [Fact]
    public async Task PostgresGone_TheVectorsAreTheSame()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=1");
        var process = _cache.Process(s => s.AddSingleton(new Database(nowhere)).AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(_model).AddSingleton<WorkspaceEmbeddings>());
        var embeddings = process.GetRequiredService<WorkspaceEmbeddings>();

        Assert.Equal([2f, 1, 2], (await embeddings.OfAsync(_workspace, ["bb", "a", "bb"], Token)).Select(v => v[0]));
    }

    [Fact]
    public async Task Memory_SearchedTwiceForTheSame_AsksTheModelOnce_AndDocumentsAddedAgainAfterwardsNotAtAll()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(_cache.Database).AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(_model)
            .AddSingleton(_cache.Process().GetRequiredService<IConnectionMultiplexer>()).AddWorkspaceCache();
        builder.AddMemory();
        using var host = builder.Build();
        var memory = host.Services.GetRequiredService<MemoryStore>();
        var workspace = await _cache.WorkspaceAsync();
        var text = new NewDocument("Title", "The apple is red.", MemoryCollections.CampaignBriefs);

        var (document, _) = await memory.AddAsync(workspace, text, Token);
        var hits = await SearchAsync();
        Assert.Equal(hits.Select(h => (h.DocumentId, h.Score)), (await SearchAsync()).Select(h => (h.DocumentId, h.Score)));
        await memory.DeleteAsync(workspace, document.Id, Token);
        await memory.AddAsync(workspace, text, Token);

        Assert.NotNull(Assert.Single(hits).VectorRank);
        Assert.Equal(2, _model.Calls.Count);

        Task<IReadOnlyList<MemoryHit>> SearchAsync() => memory.SearchAsync(workspace, "apple", MemoryFilter.None, 10, Token);
    }

    private sealed class ConfiguredModel(IEmbeddingGenerator<string, Embedding<float>> inner, string name) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
    {
        public override object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("scripted", null, name, 3) : base.GetService(serviceType, serviceKey);
    }
}
