using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Memory.Embeddings;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Tests.Models;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Memory.Embeddings;

/// <summary>The configured generator, its vendor at a scripted server, its money in memory: three dimensions, 0.5 USD for a million tokens, two texts at once.</summary>
internal sealed class EmbedderUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private EmbedderUnderTest(ScriptedServer server, MemoryLedger ledger, ServiceProvider services) => (Server, Ledger, _services) = (server, ledger, services);

    public static CostScope Account { get; } = EmbeddingCall.Memory(Guid.CreateVersion7());

    public ScriptedServer Server { get; }

    public MemoryLedger Ledger { get; }

    public WorkspaceEmbeddings Embeddings => new(_services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>());

    public static async Task<EmbedderUnderTest> StartAsync(string provider, EmbeddingOptions options, long limit = long.MaxValue)
    {
        var server = await ScriptedServer.StartAsync();
        var ledger = new MemoryLedger(limit);
        options.Provider = provider;
        var address = new Uri(server.Address, provider switch { "gemini" => "v1beta", "ollama" => "", _ => "v1" }).ToString();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"Models:Providers:{provider}:ApiKey"] = "key",
            [$"Models:Providers:{provider}:BaseAddress"] = address,
            ["Models:Resilience:RetryDelay"] = "00:00:00.001",
        }).Build();
        var memory = new MemoryOptions();
        foreach (var property in typeof(EmbeddingOptions).GetProperties())
            property.SetValue(memory.Embedding, property.GetValue(options));
        var services = new ServiceCollection().AddLogging().AddSingleton<IBudgetLedger>(ledger).AddSingleton<IRecordedAnswers>(ledger).AddSingleton(Options.Create(memory))
            .AddModels(configuration).AddSingleton<IEmbeddingGenerator<string, Embedding<float>>, ConfiguredEmbeddingGenerator>();
        return new(server, ledger, services.BuildServiceProvider());
    }

    public static EmbeddingOptions Options3(bool shortened = false) => new() { Model = "vectors-1", Dimensions = 3, PricePerMillion = 0.5m, BatchSize = 2, Shortened = shortened };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
