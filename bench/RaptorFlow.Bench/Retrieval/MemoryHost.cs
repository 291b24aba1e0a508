using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;
using RaptorFlow.Embedded.Postgres;
using RaptorFlow.Migrator;

namespace RaptorFlow.Bench.Retrieval;

/// <summary>Memory in this process, on a Postgres of its own.</summary>
internal sealed class MemoryHost : IAsyncDisposable
{
    private readonly EmbeddedPostgres _postgres;
    private readonly IHost _host;

    private MemoryHost(EmbeddedPostgres postgres, IHost host) => (_postgres, _host) = (postgres, host);

    public Database Database => _host.Services.GetRequiredService<Database>();

    public MemoryStore Store => _host.Services.GetRequiredService<MemoryStore>();

    public MemorySearch Search => _host.Services.GetRequiredService<MemorySearch>();

    public WorkspaceEmbeddings Embeddings => _host.Services.GetRequiredService<WorkspaceEmbeddings>();

    public static async Task<MemoryHost> StartAsync()
    {
        var postgres = await EmbeddedPostgres.StartAsync();
        var database = await postgres.CreateDatabaseAsync("retrieval");
        if (!Schema.Migrate(database.OwnerConnectionString, null, TextWriter.Null, Console.Error))
            throw new InvalidOperationException("The migrations failed.");
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Memory:CacheMegabytes"] = "1024" });
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database.AppConnectionString));
        builder.Services.AddSingleton<Database>();
        builder.AddMemory();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        return new(postgres, builder.Build());
    }

    public async Task<Guid> WorkspaceAsync()
    {
        var user = await new UserStore(Database, TimeProvider.System).CreateAsync($"{Guid.NewGuid():N}@example.com", "a hash", "{}", CancellationToken.None);
        return (await new WorkspaceStore(Database, TimeProvider.System).CreateAsync("Measured", user!.Id, CancellationToken.None)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _postgres.DisposeAsync();
    }
}
