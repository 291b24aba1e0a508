namespace RaptorFlow.Marketing;

/// <summary>Step 5: the industry as the evidence shows it.</summary>
public sealed record IndustryAnalysis
{
    /// <summary>The industry in the brief's words. Null when it does not say.</summary>
    public Finding? Industry { get; init; }

    /// <summary>How business is done: who buys, how it is paid, what is customary, from the evidence.</summary>
    public required IReadOnlyList<IndustryForce> Forces { get; init; }

    /// <summary>Dates the industry or the brief lives by: tax year, season, feast days named in it.</summary>
    public required IReadOnlyList<Finding> Calendar { get; init; }

    /// <summary>Fields of law and policy that the brief itself touches, to be checked: privacy, health claims, price claims.</summary>
    public required IReadOnlyList<Finding> Sensitivities { get; init; }
}

/// <summary>A force of the industry after Porter, "How Competitive Forces Shape Strategy", Harvard Business Review 57(2), 1979.</summary>
/// <param name="Force"><c>rivalry</c>, <c>new_entrants</c>, <c>substitutes</c>, <c>buyers</c> or <c>suppliers</c>.</param>
/// <param name="Findings">What the evidence says about it; empty when it says nothing.</param>
/// <param name="Question">What to ask where it says nothing.</param>
public sealed record IndustryForce(string Force, IReadOnlyList<Finding> Findings, string? Question);

/// <summary>Step 6: topics and where they are going.</summary>
/// <param name="Topics">Topics with dated evidence first, strongest first.</param>
/// <param name="Watch">Topics the brief touches without any dated evidence, to be watched.</param>
public sealed record TrendReport(IReadOnlyList<Trend> Topics, IReadOnlyList<Finding> Watch);

/// <summary>Where a topic is going.</summary>
public enum TrendDirection
{
    /// <summary>Fewer than three dated documents and fewer than three periods of search interest.</summary>
    Unknown,

    /// <summary>New, and growing.</summary>
    Emerging,

    /// <summary>Growing.</summary>
    Rising,

    /// <summary>Neither.</summary>
    Stable,

    /// <summary>Shrinking.</summary>
    Fading,

    /// <summary>The signals disagree; each says its own in <see cref="Trend.Signals"/>.</summary>
    Mixed,
}

/// <summary>A topic over time.</summary>
/// <param name="Topic">The topic, in the evidence's words.</param>
/// <param name="Direction">Where it is going, by all signals together.</param>
/// <param name="Strength">From 0 to 1: the mean of the signals' strengths.</param>
/// <param name="Explanation">The counts behind it, and whether the signals agree.</param>
/// <param name="Evidence">Dated passages, and points of search interest.</param>
public sealed record Trend(string Topic, TrendDirection Direction, double Strength, string Explanation, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>What each kind of evidence says on its own; documents first.</summary>
    public IReadOnlyList<TrendSignal> Signals { get; init; } = [];
}

/// <summary>What one kind of evidence says of a topic.</summary>
/// <param name="Kind"><c>documents</c> or <c>search_interest</c>.</param>
/// <param name="Direction">Where it points; never <see cref="TrendDirection.Mixed"/>.</param>
/// <param name="Strength">
/// From 0 to 1: of documents, the share of dated ones that speak of the topic, recent ones counting more; of search interest, its mean over the last
/// twelve months as a part of the series' busiest period.
/// </param>
/// <param name="Explanation">The counts and tests behind it.</param>
public sealed record TrendSignal(string Kind, TrendDirection Direction, double Strength, string Explanation);
