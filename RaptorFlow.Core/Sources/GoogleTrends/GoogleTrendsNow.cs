using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.GoogleTrends;

/// <summary>What is trending in a country at the moment.</summary>
internal sealed class GoogleTrendsNow() : Source<TrendQuestion, Trend>(GoogleTrendsVendor.Id, SourceKinds.Trends)
{
    protected override bool Covers(TrendQuestion question) => question.Topics.Count == 0;

    protected override async Task<SourceReply<Trend>> AskAsync(TrendQuestion question, SourceCall call, CancellationToken cancellationToken) =>
        new(await GoogleTrendsVendor.GetAsync(call, question.Country, cancellationToken), "trending", 0);
}
