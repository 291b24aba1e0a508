using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Tests.Web;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory;

/// <summary>Memory over a database of its own, and a web site that it may fetch from.</summary>
internal sealed class DocumentHost : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly IHost _host;
    private readonly Guid _user;

    private DocumentHost(TestDatabase database, IHost host, WebSite site, Guid user) => (_database, _host, Site, _user) = (database, host, site, user);

    public WebSite Site { get; }

    public MemoryStore Store => _host.Services.GetRequiredService<MemoryStore>();

    public DocumentIntake Intake => _host.Services.GetRequiredService<DocumentIntake>();

    public DocumentRefresh Refresh => _host.Services.GetRequiredService<DocumentRefresh>();

    public Database Database => _host.Services.GetRequiredService<Database>();

    public static async Task<DocumentHost> StartAsync(EmbeddedStack stack)
    {
        var database = await stack.CreateMigratedAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Web:AllowedNetworks:0"] = "127.0.0.0/8" });
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(database.AppConnectionString));
        builder.Services.AddSingleton<Database>();
        builder.AddMemory();
        var host = builder.Build();
        var user = (await new UserStore(host.Services.GetRequiredService<Database>(), TimeProvider.System).CreateAsync("ada@example.com", "a hash", "{}", TestContext.Current.CancellationToken))!.Id;
        return new(database, host, await WebSite.StartAsync(), user);
    }

    public async Task<Guid> WorkspaceAsync() => (await new WorkspaceStore(Database, TimeProvider.System).CreateAsync("Acme", _user, TestContext.Current.CancellationToken)).Id;

    /// <summary>Makes all documents of pages look as old as that.</summary>
    public async Task AgeAsync(Guid workspaceId, TimeSpan age)
    {
        await using var scope = await Database.BeginAsync(workspaceId, TestContext.Current.CancellationToken);
        await scope.ExecuteAsync("update memory_documents set fetched_at = now() - @age, tried_at = now() - @age where address is not null", new { age }, TestContext.Current.CancellationToken);
        await scope.CommitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await Site.DisposeAsync();
        await _database.DisposeAsync();
    }
}
