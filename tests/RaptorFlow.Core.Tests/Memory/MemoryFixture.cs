using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory;

/// <summary>Memory on a database of the test's own, in as many processes as asked for.</summary>
internal sealed class MemoryFixture : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly List<IHost> _hosts = [];
    private readonly Guid _user;

    private MemoryFixture(TestDatabase database, Guid user) => (_database, _user) = (database, user);

    public static async Task<MemoryFixture> CreateAsync(EmbeddedStack stack)
    {
        var database = await stack.CreateMigratedAsync();
        await using var source = NpgsqlDataSource.Create(database.AppConnectionString + ";Pooling=false");
        var user = await new UserStore(new(source), TimeProvider.System).CreateAsync("ada@example.com", "a hash", "{}", TestContext.Current.CancellationToken);
        return new(database, user!.Id);
    }

    /// <summary>A process that has heard of nothing yet.</summary>
    public IServiceProvider Start(IVectorIndex? index = null, TimeProvider? time = null, IEmbeddingGenerator<string, Embedding<float>>? model = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(_database.AppConnectionString));
        builder.Services.AddSingleton<Database>();
        if (index is not null)
            builder.Services.AddSingleton(index);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        if (model is not null)
            builder.Services.AddSingleton(model);
        builder.AddMemory();
        var host = builder.Build();
        _hosts.Add(host);
        return host.Services;
    }

    public async Task<Guid> WorkspaceAsync(IServiceProvider process) =>
        (await new WorkspaceStore(process.GetRequiredService<Database>(), TimeProvider.System).CreateAsync("Acme", _user, TestContext.Current.CancellationToken)).Id;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            host.Dispose();
        await _database.DisposeAsync();
    }
}

internal static class MemoryProcess
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Guid> AddAsync(this IServiceProvider process, Guid workspace, string title, string text, string collection = MemoryCollections.CampaignBriefs) =>
        (await process.GetRequiredService<MemoryStore>().AddAsync(workspace, new(title, text, collection), Token)).Document.Id;

    public static Task<bool> DeleteAsync(this IServiceProvider process, Guid workspace, Guid document) => process.GetRequiredService<MemoryStore>().DeleteAsync(workspace, document, Token);

    public static Task<IReadOnlyList<MemoryHit>> SearchAsync(this IServiceProvider process, Guid workspace, string query, int limit = 10) =>
        process.GetRequiredService<MemoryStore>().SearchAsync(workspace, query, MemoryFilter.None, limit, Token);

    public static Task<int> ApplyAsync(this IServiceProvider process) => process.GetRequiredService<MemoryIndexer>().ApplyAsync(Token);

    public static Task<int> CompareAsync(this IServiceProvider process) => process.GetRequiredService<MemoryIndexer>().CompareAsync(Token);

    public static async Task<MemoryStanding> StandingAsync(this IServiceProvider process, Guid workspace)
    {
        await using var scope = await process.GetRequiredService<Database>().BeginAsync(workspace, Token);
        return await MemoryStanding.ReadAsync(scope, workspace, Token);
    }

    public static async Task PruneAsync(this IServiceProvider process, TimeSpan age)
    {
        var database = process.GetRequiredService<Database>();
        await using var sweep = await database.BeginSweepAsync(Token);
        await MemoryChanges.PruneAsync(database, sweep, age, Token);
    }

    public static async Task ExecuteAsync(this IServiceProvider process, Guid workspace, string sql)
    {
        await using var scope = await process.GetRequiredService<Database>().BeginAsync(workspace, Token);
        await scope.ExecuteAsync(sql, null, Token);
        await scope.CommitAsync(Token);
    }
}
