using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Web.Feeds;
using RaptorFlow.Core.Web.Robots;

namespace RaptorFlow.Core.Web;

public static class WebSetup
{
    /// <summary>The <see cref="WebFetcher"/>. May be called by all who need it.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(WebFetcher)))
            return services;
        services.AddOptions<WebOptions>().BindConfiguration(WebOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebOptions>, WebOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHostNames, SystemHostNames>();
        services.AddSingleton<AddressGuard>();
        services.AddSingleton<GuardedConnections>();
        services.AddSingleton<WebExchange>();
        services.AddSingleton<RobotsTexts>();
        services.AddSingleton(provider => new WebFetcher(
            provider.GetRequiredService<WebExchange>(),
            provider.GetRequiredService<RobotsTexts>(),
            provider.GetRequiredService<IOptions<WebOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FeedFetcher>();
        return services;
    }
}
