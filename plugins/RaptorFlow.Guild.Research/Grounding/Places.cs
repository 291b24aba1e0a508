using System.Globalization;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Grounding;

/// <summary>Countries and sites as sources outside want them named.</summary>
internal static class Places
{
    // Country codes by themselves, and sold for what they spell.
    private static readonly HashSet<string> Spelling = ["AI", "CO", "FM", "GG", "IO", "ME", "SH", "SO", "TO", "TV", "WS"];

    private static readonly Lazy<IReadOnlyList<RegionInfo>> Regions = new(() =>
        [.. CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(c => new RegionInfo(c.Name)).Where(r => r.TwoLetterISORegionName.All(char.IsAsciiLetterUpper)).DistinctBy(r => (r.TwoLetterISORegionName, r.NativeName))]);

    /// <summary>The market's country as ISO 3166-1 alpha-2: the first that the brief names, else its site's; null when neither tells.</summary>
    public static string? Country(CompanyBrief company, MarketScope scope) =>
        scope.Places.Concat(company.Geographies.Select(g => g.Name)).Select(Named).FirstOrDefault(code => code is not null) ?? OfSite(Domain(company.Website));

    /// <summary>The domain of an address, without <c>www</c>; null when it is none.</summary>
    public static string? Domain(string? address)
    {
        var text = address?.Trim() ?? "";
        if (!Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}", UriKind.Absolute, out var uri) || uri.HostNameType != UriHostNameType.Dns || !uri.Host.Contains('.', StringComparison.Ordinal))
            return null;
        var host = uri.IdnHost.ToLowerInvariant();
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }

    private static string? Named(string place) => Regions.Value.FirstOrDefault(region =>
        region.EnglishName.Equals(place, StringComparison.OrdinalIgnoreCase) || region.NativeName.Equals(place, StringComparison.OrdinalIgnoreCase) || region.TwoLetterISORegionName == place)?.TwoLetterISORegionName;

    private static string? OfSite(string? domain)
    {
        var last = domain?[(domain.LastIndexOf('.') + 1)..].ToUpperInvariant() switch { "UK" => "GB", var other => other };
        return last is { Length: 2 } && !Spelling.Contains(last) && Regions.Value.Any(region => region.TwoLetterISORegionName == last) ? last : null;
    }
}
