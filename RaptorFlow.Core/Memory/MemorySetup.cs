using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory.Reading;
using RaptorFlow.Core.Web;
#if ASPIRE
using RaptorFlow.Core.Memory.Qdrant;
#endif

namespace RaptorFlow.Core.Memory;

public static class MemorySetup
{
    /// <summary>The <see cref="MemoryStore"/>, with the offline embeddings unless others are registered before. Needs a <see cref="Database"/>; uses <see cref="CacheSetup.AddWorkspaceCache"/> where it is there.</summary>
    public static IHostApplicationBuilder AddMemory(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<MemoryOptions>().BindConfiguration(MemoryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>, OfflineEmbeddingGenerator>();
        builder.Services.AddSingleton<VectorCache>();
        // Vectors are kept where there is a cache.
        builder.Services.AddSingleton(services => new WorkspaceEmbeddings(
            services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(),
            services.GetService<WorkspaceBatchCache>(),
            services.GetRequiredService<IOptions<CacheOptions>>()));
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
        return builder;
    }

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
