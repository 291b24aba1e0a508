namespace RaptorFlow.Cli.Api;

internal sealed record CacheReportView(IReadOnlyList<CacheFiguresView> Items, long SavedMicros);

internal sealed record CacheFiguresView(string Kind, long LifetimeSeconds, long Hits, long Misses, long Fresh, decimal? HitRate);
