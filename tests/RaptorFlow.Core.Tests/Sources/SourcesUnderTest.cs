using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Sources;
using RaptorFlow.Core.Sources.Credentials;
using RaptorFlow.Core.Tests.Cache;
using RaptorFlow.Core.Tests.Models;
using RaptorFlow.Sources;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Sources;

/// <summary>Sources as configuration makes them, over Postgres and Redis, with every vendor at one scripted server.</summary>
internal sealed class SourcesUnderTest : IAsyncDisposable
{
    public static readonly string SealingKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly CacheFixture _fixture;

    private SourcesUnderTest(CacheFixture fixture, ScriptedServer server, Guid workspaceId) => (_fixture, Server, WorkspaceId) = (fixture, server, workspaceId);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ScriptedServer Server { get; }

    public Guid WorkspaceId { get; }

    public Database Database => _fixture.Database;

    /// <summary>Waits of up to 15 s are over at once, and remembered; a timeout is longer.</summary>
    public HurriedTime Time { get; } = new(TimeSpan.FromSeconds(15));

    public IServiceProvider Services { get; private set; } = null!;

    /// <param name="stack">Postgres and Redis.</param>
    /// <param name="settings">Values may name the server as <c>{server}</c>.</param>
    public static Task<SourcesUnderTest> StartAsync(EmbeddedStack stack, params (string Key, string Value)[] settings) => StartAsync(stack, _ => { }, settings);

    public static async Task<SourcesUnderTest> StartAsync(EmbeddedStack stack, Action<IServiceCollection> add, params (string Key, string Value)[] settings)
    {
        var fixture = await CacheFixture.CreateAsync(stack);
        var test = new SourcesUnderTest(fixture, await ScriptedServer.StartAsync(), await fixture.WorkspaceAsync());
        test.Services = test.Host(add, settings);
        return test;
    }

    /// <summary>Another host of the same installation.</summary>
    public IServiceProvider Host(params (string Key, string Value)[] settings) => Host(_ => { }, settings);

    /// <param name="add">What it has in the place of its own.</param>
    /// <param name="settings">Its configuration.</param>
    public IServiceProvider Host(Action<IServiceCollection> add, params (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] all =
        [
            ("Credentials:Keys:0", SealingKey), ("Sources:RetryDelay", "00:00:00.001"),
            .. settings.Select(setting => (setting.Key, setting.Value.Replace("{server}", Server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal))),
        ];
        all = [.. all.GroupBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase).Select(setting => setting.Last())];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all.Select(s => KeyValuePair.Create(s.Item1, (string?)s.Item2))).Build();
        return _fixture.Process(services =>
        {
            add(services);
            services.AddSingleton<TimeProvider>(Time).AddCosts(configuration).AddModels(configuration).AddSources();
        }, null, all);
    }

    public CostScope Scope() => new() { WorkspaceId = WorkspaceId, RunId = Guid.CreateVersion7(), TaskId = Guid.CreateVersion7(), AgentCode = "RES-001" };

    public Task<SourceAnswer<TItem>> AskAsync<TItem>(SourceQuestion<TItem> question, bool fresh = false, IServiceProvider? host = null, Guid? workspaceId = null)
        where TItem : SourceItem =>
        (host ?? Services).GetRequiredService<ISourceGateway>().SourcesFor(Scope() with { WorkspaceId = workspaceId ?? WorkspaceId }, fresh).AskAsync(question, Token);

    public Task<string> TestAsync(string vendor)
    {
        var known = Services.GetRequiredService<Vendors>();
        return known.Get(vendor).TestAsync(known.CallOf(known.Get(vendor), Services.GetRequiredService<CredentialStore>().OfInstallation(known.Get(vendor))!), Token);
    }

    public Task EnterAsync(string vendor, params (string Field, string Value)[] fields) => EnterAsync(WorkspaceId, vendor, fields);

    public Task EnterAsync(Guid workspaceId, string vendor, params (string Field, string Value)[] fields) => Services.GetRequiredService<CredentialStore>()
        .EnterAsync(workspaceId, Guid.CreateVersion7(), vendor, fields.ToDictionary(f => f.Field, f => f.Value), new(true, "It is accepted."), Token);

    public Task<Guid> WorkspaceAsync() => _fixture.WorkspaceAsync();

    /// <summary>As the owner of the tables, whom no policy stops when it is lifted.</summary>
    public Task OwnerAsync(string sql) => _fixture.OwnerAsync(sql);

    /// <summary>What the ledger holds of sources: provider, operation, cost, where it was served from.</summary>
    public async Task<IReadOnlyList<(string Provider, string Operation, long Cost, string From)>> BookedAsync()
    {
        await using var scope = await _fixture.Database.BeginAsync(WorkspaceId, Token);
        return await scope.QueryAsync<(string, string, long, string)>("select provider, model, cost_micros, served_from from cost_entries where workspace_id = @WorkspaceId and kind = 'source' order by id", new { WorkspaceId }, Token);
    }

    /// <summary>An answer with a body of a type, a status and headers.</summary>
    public static Func<HttpContext, Task> Answer(string body, string type = "application/json", int status = 200, params (string Name, string Value)[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        await context.Response.WriteAsync(body);
    };

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await Server.DisposeAsync();
    }
}
