using Microsoft.Extensions.Options;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Sources.Credentials;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources;

/// <summary>Asks the vendors that know a kind of thing: all of them, or one after the other until one has answered.</summary>
internal sealed class SourcePipeline(Vendors vendors, IEnumerable<ISource> sources, CredentialStore credentials, SourceAsking asking, IOptionsMonitor<SourceOptions> options, TimeProvider time) : ISourceGateway
{
    private readonly ISource[] _sources = [.. sources];

    public AskedSources SourcesFor(CostScope scope, bool fresh) => new(this, scope, fresh);

    public async Task<SourceAnswer<TItem>> AskAsync<TItem>(SourceQuestion<TItem> question, CostScope scope, bool fresh, CancellationToken cancellationToken)
        where TItem : SourceItem
    {
        var able = Able(question);
        if (question.AsksAll)
        {
            var all = await Task.WhenAll(able.Select(source => OneAsync(source, question, scope, fresh, cancellationToken)));
            return new([.. all.SelectMany(one => one.Items).DistinctBy(Place)], [.. all.Select(one => one.Report)]);
        }
        List<SourceReport> reports = [];
        IReadOnlyList<TItem> items = [];
        foreach (var source in able)
        {
            if (items.Count > 0)
            {
                reports.Add(new(source.Vendor, SourceStatus.NotAsked));
                continue;
            }
            (items, var report) = await OneAsync(source, question, scope, fresh, cancellationToken);
            reports.Add(report);
        }
        return new(items, reports);
    }

    private IReadOnlyList<ISource<TItem>> Able<TItem>(SourceQuestion<TItem> question)
        where TItem : SourceItem
    {
        var preferred = options.CurrentValue.Prefer.GetValueOrDefault(question.Kind) ?? [];
        return [.. _sources.OfType<ISource<TItem>>().Where(source => source.Covers(question))
            .OrderBy(source => preferred.FindIndex(name => name.Equals(source.Vendor, StringComparison.OrdinalIgnoreCase)) is >= 0 and var place ? place : int.MaxValue)
            .ThenBy(source => source.Vendor, StringComparer.Ordinal)];
    }

    private async Task<(IReadOnlyList<TItem> Items, SourceReport Report)> OneAsync<TItem>(
        ISource<TItem> source, SourceQuestion<TItem> question, CostScope scope, bool fresh, CancellationToken cancellationToken)
        where TItem : SourceItem
    {
        var vendor = vendors.Get(source.Vendor);
        if (!vendors.SettingsOf(vendor).Enabled)
            return ([], new(vendor.Name, SourceStatus.NotConfigured) { Detail = "It is switched off in this installation." });
        try
        {
            if (await credentials.FindAsync(scope.WorkspaceId, vendor, cancellationToken) is not { } credential)
                return ([], new(vendor.Name, SourceStatus.NotConfigured));
            var (kept, cached) = await asking.AskAsync(source, question, new(vendors.CallOf(vendor, credential), scope, fresh), cancellationToken);
            return (kept.Items, new(vendor.Name, kept.Items.Count > 0 ? SourceStatus.Answered : SourceStatus.Empty)
            {
                Detail = kept.Partial,
                Cached = cached,
                CostMicros = cached ? 0 : kept.CostMicros,
                At = kept.At,
            });
        }
        catch (SourceException e)
        {
            return ([], new(vendor.Name, e.Status) { Detail = e.Message, RetryAfter = e.RetryAfter, CostMicros = e.CostMicros, At = time.GetUtcNow() });
        }
    }

    // Two sources often tell of the same page.
    private static object Place(SourceItem item) => item switch
    {
        Article article => article.Address,
        Mention mention => mention.Address,
        _ => item,
    };
}
