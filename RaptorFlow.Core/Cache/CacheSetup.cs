using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;
using StackExchange.Redis;

namespace RaptorFlow.Core.Cache;

public static class CacheSetup
{
    /// <summary>The workspaces' cache, over the <see cref="IConnectionMultiplexer"/> and the <see cref="Database"/> that are registered.</summary>
    public static IServiceCollection AddWorkspaceCache(this IServiceCollection services)
    {
        services.AddOptions<CacheOptions>().BindConfiguration(CacheOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WarmingOptions>().BindConfiguration(WarmingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WarmingOptions>, WarmingOptionsValidator>());
        services.AddStackExchangeRedisCache(_ => { });
        services.AddOptions<RedisCacheOptions>().Configure<IConnectionMultiplexer>((options, redis) => options.ConnectionMultiplexerFactory = () => Task.FromResult(redis));
        services.AddHybridCache();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CacheLookups>();
        services.TryAddSingleton<WorkspaceCache>();
        services.TryAddSingleton<WorkspaceBatchCache>();
        services.TryAddSingleton<CacheReports>();
        services.TryAddSingleton<CacheEmptying>();
        services.TryAddSingleton<WarmQuestions>();
        services.TryAddSingleton<CacheWarming>();
        services.AddHostedService<CacheLookupWriter>();
        return services;
    }
}
