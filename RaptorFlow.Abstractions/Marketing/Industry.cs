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
    /// <summary>Fewer than three dated documents.</summary>
    Unknown,

    /// <summary>New, and growing.</summary>
    Emerging,

    /// <summary>Growing.</summary>
    Rising,

    /// <summary>Neither.</summary>
    Stable,

    /// <summary>Shrinking.</summary>
    Fading,
}

/// <summary>A topic over time.</summary>
/// <param name="Topic">The topic, in the evidence's words.</param>
/// <param name="Direction">Where it is going.</param>
/// <param name="Strength">From 0 to 1: the share of dated documents that speak of it, recent ones counting more.</param>
/// <param name="Explanation">The counts behind it.</param>
/// <param name="Evidence">Dated passages.</param>
public sealed record Trend(string Topic, TrendDirection Direction, double Strength, string Explanation, IReadOnlyList<Evidence> Evidence);
