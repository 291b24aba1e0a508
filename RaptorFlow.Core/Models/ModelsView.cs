using RaptorFlow.Agents;

namespace RaptorFlow.Core.Models;

/// <summary>The models of an installation.</summary>
/// <param name="Hosts">How many agent hosts report; 0: nobody is there to ask a model.</param>
/// <param name="Providers">By name.</param>
/// <param name="Models">In the order in which they are preferred, as the host has them that was heard of last.</param>
/// <param name="Tiers">Where a call of each tier goes.</param>
public sealed record ModelsView(int Hosts, IReadOnlyList<ProviderView> Providers, IReadOnlyList<ModelListing> Models, IReadOnlyList<TierView> Tiers)
{
    /// <param name="reports">Of each host, the newest first.</param>
    internal static ModelsView Of(IReadOnlyList<ModelReport> reports)
    {
        var models = reports is [var newest, ..] ? newest.Models : [];
        IReadOnlyList<ModelListing> available = [.. models.Where(model => model.Available)];
        return new(
            reports.Count,
            [.. reports.SelectMany(report => report.Providers).GroupBy(provider => provider.Name, StringComparer.OrdinalIgnoreCase).OrderBy(same => same.Key, StringComparer.OrdinalIgnoreCase).Select(ProviderView.Of)],
            models,
            [.. Enum.GetValues<ModelTier>().Select(tier => new TierView(tier, [.. TierOrder.Of(tier, available, model => model.Tiers).Select(model => model.Id)]))]);
    }
}

/// <summary>A provider, as all hosts see it.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Kind">The protocol it speaks.</param>
/// <param name="Configured">It has what its kind needs, at one host at least.</param>
/// <param name="Circuits">How many hosts have their circuit <c>closed</c> (in use), <c>open</c> (passed over), <c>halfopen</c> (being tried); those that are none are left out.</param>
/// <param name="Models">Its models in the catalogue.</param>
/// <param name="LastFailure">What went wrong last at any host; null when nothing has.</param>
/// <param name="LastFailureAt">By the clock of that host.</param>
public sealed record ProviderView(
    string Name, string Kind, bool Configured, IReadOnlyDictionary<string, int> Circuits, IReadOnlyList<string> Models, string? LastFailure, DateTimeOffset? LastFailureAt)
{
    internal static ProviderView Of(IEnumerable<ProviderHealth> seen)
    {
        var (newest, failed) = (seen.First(), seen.MaxBy(provider => provider.LastFailureAt));
        return new(
            newest.Name,
            newest.Kind,
            seen.Any(provider => provider.Configured),
            seen.Where(provider => provider.Circuit is not null).CountBy(provider => provider.Circuit!).ToDictionary(StringComparer.Ordinal),
            newest.Models,
            failed?.LastFailure,
            failed?.LastFailureAt);
    }
}

/// <summary>Where a call of a tier goes.</summary>
/// <param name="Tier">The tier that is asked for.</param>
/// <param name="Models">Its models, then those of the cheaper tiers; the next is asked when one fails, is too dear or cannot take the prompt.</param>
public sealed record TierView(ModelTier Tier, IReadOnlyList<string> Models);
