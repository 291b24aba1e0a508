using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>A number of the evidence of which is known what it counts.</summary>
/// <param name="Kind">
/// A key of <c>inputs.yaml</c> (<c>count</c>, <c>frequency</c>, <c>ticket</c>, <c>annual_value</c>, <c>market_value</c>, <c>served_share</c>, <c>won_share</c>), or
/// <c>own_count</c>, <c>own_revenue</c>, <c>list_price</c>, <c>head_price</c>.
/// </param>
/// <param name="Value">The number as read.</param>
/// <param name="Low">The least, per year where it recurs; percentages as fractions of 1.</param>
/// <param name="High">The most; null when unbounded.</param>
/// <param name="Currency">For money.</param>
/// <param name="Year">The year it is of, where it or its document says.</param>
/// <param name="Sentence">Where it stands.</param>
internal sealed record MarketFigure(string Kind, Quantity Value, decimal Low, decimal? High, string? Currency, int? Year, Evidence Sentence)
{
    /// <summary>Whether it is the company's own.</summary>
    public bool Own { get; init; }

    /// <summary>Whether it counts by the day, week, month or year and not all together.</summary>
    public bool IsRate { get; init; }

    /// <summary>The class of what is counted, a topic of <c>nouns.yaml</c>.</summary>
    public string? Class { get; init; }

    /// <summary>The stem of what is counted, by which two figures are of the same thing.</summary>
    public string? Noun { get; init; }
}
