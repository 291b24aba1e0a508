using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Models;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Models;

/// <summary>The gateway as configuration makes it, with vendors at a scripted server: claude-test first, then gpt-test, both economy; the other tiers' model has no key.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private GatewayUnderTest(ScriptedServer server, MemoryLedger ledger, ServiceProvider services) => (Server, Ledger, _services) = (server, ledger, services);

    public ScriptedServer Server { get; }

    public MemoryLedger Ledger { get; }

    public IModelGateway Gateway => _services.GetRequiredService<IModelGateway>();

    public IModelHealth Health => _services.GetRequiredService<IModelHealth>();

    public static CostScope Scope() => new() { WorkspaceId = Guid.CreateVersion7(), RunId = Guid.CreateVersion7(), TaskId = Guid.CreateVersion7(), AgentCode = "RES-001" };

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static Task<GatewayUnderTest> StartAsync(long limit = long.MaxValue, TimeProvider? time = null, params (string Key, string? Value)[] settings) =>
        StartAsync(_ => { }, limit, time, settings);

    /// <param name="settings">Values may name the server as <c>{server}</c>.</param>
    public static async Task<GatewayUnderTest> StartAsync(Action<IServiceCollection> add, long limit, TimeProvider? time, params (string Key, string? Value)[] settings)
    {
        var server = await ScriptedServer.StartAsync();
        var ledger = new MemoryLedger(limit);
        var values = Defaults(server.Address);
        foreach (var (key, value) in settings)
            values[key] = value?.Replace("{server}", server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);
        var services = new ServiceCollection().AddLogging().AddSingleton<IBudgetLedger>(ledger).AddSingleton<IRecordedAnswers>(ledger);
        if (time is not null)
            services.AddSingleton(time);
        add(services);
        services.AddModels(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        return new(server, ledger, services.BuildServiceProvider());
    }

    public Task<ModelAnswer> AskAsync(ModelTier tier = ModelTier.Economy, JsonElement? schema = null, IReadOnlyList<AIFunction>? tools = null, string text = "Improve the draft.",
        CostScope? scope = null, IAnswerListener? listener = null, CallPolicy? policy = null, CancellationToken? cancellationToken = null) =>
        Gateway.AskAsync(
            new()
            {
                Scope = scope ?? Scope(),
                Tier = tier,
                Messages = [new(ChatRole.System, "You are a test."), new(ChatRole.User, text)],
                DraftJson = """{"draft":true}""",
                Schema = schema,
                Tools = tools ?? [],
                MaxOutputTokens = 1000,
                Listener = listener,
                Policy = policy ?? CallPolicy.Default,
            },
            cancellationToken ?? TestContext.Current.CancellationToken);

    private static Dictionary<string, string?> Defaults(Uri address) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["Models:Providers:anthropic:ApiKey"] = "key-a",
        ["Models:Providers:anthropic:BaseAddress"] = address.ToString(),
        ["Models:Providers:openai:ApiKey"] = "key-o",
        ["Models:Providers:openai:BaseAddress"] = new Uri(address, "v1").ToString(),
        ["Models:Resilience:RetryDelay"] = "00:00:00.001",
        ["Models:Catalogue:0:Id"] = "claude-test",
        ["Models:Catalogue:0:Provider"] = "anthropic",
        ["Models:Catalogue:0:Tiers:0"] = "economy",
        ["Models:Catalogue:0:InputPerMillion"] = "1",
        ["Models:Catalogue:0:CachedInputPerMillion"] = "0.1",
        ["Models:Catalogue:0:OutputPerMillion"] = "5",
        ["Models:Catalogue:0:MaxOutputTokens"] = "64000",
        ["Models:Catalogue:0:ContextTokens"] = "200000",
        ["Models:Catalogue:1:Id"] = "gpt-test",
        ["Models:Catalogue:1:Provider"] = "openai",
        ["Models:Catalogue:1:Tiers:0"] = "economy",
        ["Models:Catalogue:1:InputPerMillion"] = "0.25",
        ["Models:Catalogue:1:CachedInputPerMillion"] = "0.025",
        ["Models:Catalogue:1:OutputPerMillion"] = "2",
        ["Models:Catalogue:1:MaxOutputTokens"] = "64000",
        ["Models:Catalogue:1:ContextTokens"] = "200000",
        ["Models:Providers:idle:Kind"] = "openai",
        ["Models:Catalogue:2:Id"] = "idle-test",
        ["Models:Catalogue:2:Provider"] = "idle",
        ["Models:Catalogue:2:Tiers:0"] = "balanced",
        ["Models:Catalogue:2:Tiers:1"] = "premium",
        ["Models:Catalogue:2:InputPerMillion"] = "1",
        ["Models:Catalogue:2:OutputPerMillion"] = "1",
        ["Models:Catalogue:2:MaxOutputTokens"] = "64000",
        ["Models:Catalogue:2:ContextTokens"] = "200000",
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
