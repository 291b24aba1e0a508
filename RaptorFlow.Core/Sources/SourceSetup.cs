using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Memory.Reading;
using RaptorFlow.Core.Sources.Ahrefs;
using RaptorFlow.Core.Sources.Brave;
using RaptorFlow.Core.Sources.Canva;
using RaptorFlow.Core.Sources.Credentials;
using RaptorFlow.Core.Sources.GoogleTrends;
using RaptorFlow.Core.Sources.LinkedIn;
using RaptorFlow.Core.Sources.NewsApi;
using RaptorFlow.Core.Sources.OpenWeb;
using RaptorFlow.Core.Sources.Semrush;
using RaptorFlow.Core.Sources.Similarweb;
using RaptorFlow.Core.Sources.X;
using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Sources;

public static class SourceSetup
{
    /// <summary>The world outside. Needs the cache (<see cref="Cache.CacheSetup.AddWorkspaceCache"/>), costs and models, over the <see cref="Data.Database"/> that is registered.</summary>
    public static IServiceCollection AddSources(this IServiceCollection services)
    {
        services.AddOptions<SourceOptions>().BindConfiguration(SourceOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<CredentialOptions>().BindConfiguration(CredentialOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SourceOptions>, SourceOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CredentialOptions>, CredentialOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CredentialCipher>();
        services.TryAddSingleton<CredentialStore>();
        services.TryAddSingleton<SourceQuotas>();
        services.TryAddSingleton<RunFacts>();
        services.TryAddSingleton<Vendors>();
        services.TryAddSingleton<SourceAsking>();
        services.TryAddSingleton<SourcePipeline>();
        services.TryAddSingleton(provider => new SourceAdministration(
            provider.GetRequiredService<Vendors>(), provider.GetServices<ISource>(), provider.GetRequiredService<CredentialStore>(), provider.GetRequiredService<CredentialCipher>(), provider.GetRequiredService<SourceQuotas>()));
        services.TryAddSingleton<ISourceGateway>(provider => provider.GetRequiredService<SourcePipeline>());
        services.AddVendor<AhrefsVendor>().AddSource<AhrefsKeywords>().AddSource<AhrefsRankings>().AddSource<AhrefsDomains>();
        services.AddVendor<BraveVendor>().AddSource<BraveArticles>();
        services.AddVendor<CanvaVendor>().AddSource<CanvaDesigns>();
        services.AddVendor<GoogleTrendsVendor>().AddSource<GoogleTrendsNow>();
        services.AddVendor<LinkedInVendor>().AddSource<LinkedInMentions>();
        services.AddVendor<NewsApiVendor>().AddSource<NewsApiArticles>();
        services.AddVendor<SemrushVendor>().AddSource<SemrushKeywords>().AddSource<SemrushRankings>().AddSource<SemrushDomains>().AddSource<SemrushTrends>();
        services.AddVendor<SimilarwebVendor>().AddSource<SimilarwebDomains>();
        services.AddWeb();
        services.TryAddSingleton<DocumentReading>();
        services.AddVendor<OpenWebVendor>().AddSource<FeedEntries>().AddSource<WebPages>();
        services.AddVendor<XVendor>().AddSource<XMentions>();
        return services;
    }

    private static IServiceCollection AddVendor<T>(this IServiceCollection services)
        where T : Vendor
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<Vendor, T>());
        return services;
    }

    private static IServiceCollection AddSource<T>(this IServiceCollection services)
        where T : class, ISource
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISource, T>());
        return services;
    }
}
