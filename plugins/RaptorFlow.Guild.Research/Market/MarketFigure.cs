using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>A number of the evidence whose sentence tells what it counts.</summary>
/// <param name="Kind">A key of <c>inputs.yaml</c>: <c>count</c>, <c>ticket</c>, <c>market_value</c>…</param>
/// <param name="Value">The number as read.</param>
/// <param name="Low">The least, per year where it recurs; percentages as fractions of 1.</param>
/// <param name="High">The most; null when unbounded.</param>
/// <param name="Currency">For money.</param>
/// <param name="Year">The year it is of, where it or its document says.</param>
/// <param name="Sentence">Where it stands.</param>
internal sealed record MarketFigure(string Kind, Quantity Value, decimal Low, decimal? High, string? Currency, int? Year, Evidence Sentence);
