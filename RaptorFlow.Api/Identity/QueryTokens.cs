using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Identity;

/// <summary>
/// Browsers cannot set headers on WebSockets and EventSources: the few endpoints that are for these take <c>?access_token=</c> as well.
/// API keys they do not take there: those do not expire by themselves, and programs that have them can set headers.
/// </summary>
internal static class QueryTokens
{
    public static TBuilder AcceptTokenInQuery<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Accepted());

    /// <summary>The host's own lines on each request quote its query, so they are left out, whatever a configuration asks for; traces tell the same without it.</summary>
    public static void KeepOutOfLogs(IServiceCollection services) => services.PostConfigure<LoggerFilterOptions>(options =>
    {
        // A rule of a provider's own goes before one for all.
        foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct(StringComparer.Ordinal).ToList())
            options.Rules.Add(new(provider, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, null));
    });

    public static string? Find(HttpRequest request) =>
        request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<Accepted>() is not null
        && request.Query["access_token"].ToString() is { Length: > 0 } token && !ApiKeyStore.IsApiKey(token) ? token : null;

    private sealed class Accepted;
}
