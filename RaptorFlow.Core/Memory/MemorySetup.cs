using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory.Codex;
using RaptorFlow.Core.Memory.Embeddings;
using RaptorFlow.Core.Memory.Reading;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Web;
#if ASPIRE
using RaptorFlow.Core.Memory.Qdrant;
#endif

namespace RaptorFlow.Core.Memory;

public static class MemorySetup
{
    /// <summary>The <see cref="MemoryStore"/>, with the embeddings of the configuration (<see cref="EmbeddingOptions"/>; without a model hashed ones) unless others are registered before. Needs a <see cref="Database"/>, and for a model <see cref="ModelRegistration.AddModels"/>; uses <see cref="CacheSetup.AddWorkspaceCache"/> where it is there.</summary>
    public static IHostApplicationBuilder AddMemory(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<MemoryOptions>().BindConfiguration(MemoryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IValidateOptions<MemoryOptions>, EmbeddingOptionsValidator>();
        builder.Services.TryAddSingleton(Generator);
        builder.Services.AddSingleton<VectorCache>();
        // Vectors are kept where there is a cache.
        builder.Services.AddSingleton(services => new WorkspaceEmbeddings(
            services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            services.GetService<WorkspaceBatchCache>(),
            services.GetRequiredService<IOptions<CacheOptions>>(),
            services.GetRequiredService<ILogger<WorkspaceEmbeddings>>()));
        builder.Services.AddSingleton(services => new Reembedding(
            services.GetRequiredService<Database>(),
            services.GetRequiredService<WorkspaceEmbeddings>(),
            services.GetRequiredService<IOptions<MemoryOptions>>(),
            services.GetRequiredService<ILogger<Reembedding>>()));
#if ASPIRE
        builder.AddQdrantIndex();
#endif
        // Only the aspire stack has an index; without one, vectors are compared in the process.
        builder.Services.AddSingleton(services => new VectorSearch(
            services.GetRequiredService<VectorCache>(),
            services.GetRequiredService<WorkspaceEmbeddings>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<VectorSearch>>(),
            services.GetService<IVectorIndex>()));
        builder.Services.AddSingleton(services => new MemoryIndexer(
            services.GetRequiredService<Database>(), services.GetRequiredService<ILogger<MemoryIndexer>>(), services.GetService<IVectorIndex>()));
        builder.Services.AddSingleton<MemorySearch>();
        builder.Services.AddSingleton(services => new MemoryStore(
            services.GetRequiredService<Database>(),
            services.GetRequiredService<MemorySearch>(),
            services.GetRequiredService<DocumentKeeping>()));
        builder.Services.AddDocuments();
        builder.Services.AddSingleton(services => new CodexLoading(
            services.GetRequiredService<Database>(), services.GetRequiredService<DocumentKeeping>(), services.GetRequiredService<MemoryStore>(), services.GetRequiredService<AgentRegistry>()));
        return builder;
    }

    private static IEmbeddingGenerator<string, Embedding<float>> Generator(IServiceProvider services) =>
        services.GetRequiredService<IOptions<MemoryOptions>>().Value.Embedding.IsSet
            ? ActivatorUtilities.CreateInstance<ConfiguredEmbeddingGenerator>(services).AsBuilder().UseOpenTelemetry(services.GetService<ILoggerFactory>(), ModelPipeline.TelemetrySource).Build(services)
            : new OfflineEmbeddingGenerator();

    private static void AddDocuments(this IServiceCollection services)
    {
        services.AddWeb();
        services.TryAddSingleton<DocumentReading>();
        services.AddSingleton<PageReading>();
        services.AddSingleton<DocumentWriter>();
        services.AddSingleton<DocumentKeeping>();
        services.AddSingleton(provider => new DocumentIntake(
            provider.GetRequiredService<DocumentKeeping>(),
            provider.GetRequiredService<DocumentReading>(),
            provider.GetRequiredService<PageReading>()));
        services.AddSingleton(provider => new DocumentRefresh(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<PageReading>(),
            provider.GetRequiredService<DocumentKeeping>(),
            provider.GetRequiredService<IOptions<MemoryOptions>>(),
            provider.GetRequiredService<ILogger<DocumentRefresh>>()));
    }
}
