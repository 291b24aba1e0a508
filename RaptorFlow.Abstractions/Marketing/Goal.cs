namespace RaptorFlow.Marketing;

/// <summary>What a campaign is for.</summary>
public enum CampaignObjective
{
    /// <summary>To be known.</summary>
    Awareness,

    /// <summary>To be considered.</summary>
    Consideration,

    /// <summary>To get sales, sign-ups, bookings, donations.</summary>
    Conversion,

    /// <summary>To keep customers.</summary>
    Retention,

    /// <summary>To be recommended.</summary>
    Advocacy,
}

/// <summary>What the company wants to reach.</summary>
public sealed record Goal
{
    /// <summary>The goal, verbatim, and where it stands.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>The kind of goal, read from it.</summary>
    public required CampaignObjective Objective { get; init; }

    /// <summary>What is to grow or shrink, in the goal's words: <c>sign-ups that send a first event</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Whom it speaks of, in the goal's words. Null when it names nobody.</summary>
    public string? Audience { get; init; }

    /// <summary>How much, where it says so.</summary>
    public Quantity? Target { get; init; }

    /// <summary>By when or during what, where it says so; dates without a year are the next such after today.</summary>
    public DateSpan? Period { get; init; }

    /// <summary>Products it speaks of, by id.</summary>
    public IReadOnlyList<string> ProductIds { get; init; } = [];

    /// <summary>Competitors that matter for it, by id, with the reason in <see cref="CompetitorReason"/>.</summary>
    public IReadOnlyList<string> CompetitorIds { get; init; } = [];

    /// <summary>Why those competitors matter.</summary>
    public string? CompetitorReason { get; init; }
}

/// <summary>What the company can spend, turned into a month's money.</summary>
public sealed record BudgetFact
{
    /// <summary>The amount as given, for one <see cref="Period"/>.</summary>
    public required Money Given { get; init; }

    /// <summary><c>month</c>, <c>quarter</c>, <c>year</c>, <c>week</c> or <c>campaign</c>.</summary>
    public required string Period { get; init; }

    /// <summary>The money of one month: a quarter's ÷ 3, a year's ÷ 12, a week's × 52 ÷ 12. Null for a campaign of unknown length.</summary>
    public Money? Monthly { get; init; }

    /// <summary>The arithmetic: <c>180,000 USD per quarter ÷ 3 = 60,000 USD a month</c>.</summary>
    public required string Arithmetic { get; init; }

    /// <summary>The user's split, each channel's share as a fraction of 1, in the brief's order and unchanged in proportion. Empty when the brief has none.</summary>
    public IReadOnlyList<SplitShare> Split { get; init; } = [];

    /// <summary>The sum of the split as given; 1 when it adds up.</summary>
    public decimal SplitSum { get; init; }

    /// <summary>Whether the brief calls it an assumption.</summary>
    public bool Assumption { get; init; }

    /// <summary>Where it stands.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }
}

/// <summary>One line of the user's split.</summary>
/// <param name="Key">The brief's key, verbatim: <c>newsletter_and_podcast_sponsorship</c>.</param>
/// <param name="ChannelIds">The channels it means, as ids of <see cref="Channels"/>.</param>
/// <param name="Share">A fraction of 1, as given.</param>
/// <param name="Evidence">Where it stands.</param>
public sealed record SplitShare(string Key, IReadOnlyList<string> ChannelIds, decimal Share, Evidence Evidence);
