using System.Diagnostics.Metrics;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources;

/// <summary>What sources are asked, and what comes of it.</summary>
internal static class SourceMetrics
{
    private static readonly Meter Meter = new(SourceAsking.Telemetry);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("raptorflow.sources.duration", "s", "How long a source took to answer, by its name, the kind of thing and what became of it.");

    public static void Asked(string vendor, string kind, SourceStatus status, bool cached, TimeSpan took) => Duration.Record(
        took.TotalSeconds, new("raptorflow.source", vendor), new("raptorflow.source.kind", kind), new("raptorflow.source.status", status.ToString()), new("raptorflow.source.cached", cached));
}
