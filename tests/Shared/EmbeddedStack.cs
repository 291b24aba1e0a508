using System.Collections.Concurrent;
using RaptorFlow.Embedded.Postgres;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;

[assembly: AssemblyFixture(typeof(EmbeddedStack))]

namespace RaptorFlow.Testing;

/// <summary>
/// One Postgres and one Garnet for all tests of an assembly, started by the first test that asks. Tests make their own
/// databases on it and so run in parallel. Take it as a constructor parameter of the test class.
/// </summary>
public sealed class EmbeddedStack : IAsyncDisposable
{
    private readonly Lazy<Task<EmbeddedPostgres>> _postgres = new(() => EmbeddedPostgres.StartAsync());
    private readonly Lazy<Task<EmbeddedGarnet>> _garnet = new(() => EmbeddedGarnet.StartAsync());
    private readonly ConcurrentDictionary<string, Lazy<Task>> _templates = new(StringComparer.Ordinal);
    private int _databases;

    public Task<EmbeddedPostgres> PostgresAsync() => _postgres.Value;

    /// <summary>Shared by the assembly: use keys and channels of your own, and a server of your own to kill.</summary>
    public Task<EmbeddedGarnet> GarnetAsync() => _garnet.Value;

    /// <summary>An empty database.</summary>
    public Task<TestDatabase> CreateDatabaseAsync() => CreateAsync(template: null);

    /// <summary>A database as <paramref name="migrate"/> leaves it, which runs once per name and is copied from then on.</summary>
    /// <param name="template">Names what is prepared: the same name, the same preparation.</param>
    /// <param name="migrate">Prepares the template, given the owner's connection string; it must close its connections.</param>
    public async Task<TestDatabase> CreateDatabaseAsync(string template, Func<string, Task> migrate)
    {
        await _templates.GetOrAdd(template, name => new Lazy<Task>(() => PrepareAsync(name, migrate))).Value;
        return await CreateAsync(template);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres.IsValueCreated)
            await (await _postgres.Value).DisposeAsync();
        if (_garnet.IsValueCreated)
            await (await _garnet.Value).DisposeAsync();
    }

    private async Task PrepareAsync(string name, Func<string, Task> migrate)
    {
        var template = await (await PostgresAsync()).CreateDatabaseAsync(name);
        // A pool would stay connected, and a database in use cannot be copied.
        await migrate(template.OwnerConnectionString + ";Pooling=false");
    }

    private async Task<TestDatabase> CreateAsync(string? template)
    {
        var postgres = await PostgresAsync();
        var database = await postgres.CreateDatabaseAsync($"test_{Interlocked.Increment(ref _databases)}", template);
        return new TestDatabase(postgres, database);
    }
}

/// <summary>A database of one test or test class; disposal drops it.</summary>
public sealed class TestDatabase(EmbeddedPostgres server, PostgresDatabase database) : IAsyncDisposable
{
    public string Name => database.Name;

    /// <summary>As the role that migrates.</summary>
    public string OwnerConnectionString => database.OwnerConnectionString;

    /// <summary>As the role that serves, under row-level security.</summary>
    public string AppConnectionString => database.AppConnectionString;

    public async ValueTask DisposeAsync() => await server.DropDatabaseAsync(database.Name);
}
