namespace RaptorFlow.Marketing;

/// <summary>Step 1: what the brief says, read once and in order, for all later steps to build on.</summary>
public sealed record Fundamentals
{
    /// <summary>Who the company is.</summary>
    public required CompanyProfile Company { get; init; }

    /// <summary>How it earns its money.</summary>
    public required BusinessModel Model { get; init; }

    /// <summary>Where it serves.</summary>
    public required MarketScope Scope { get; init; }

    /// <summary>What it sells or gives, in the brief's order.</summary>
    public required IReadOnlyList<ProductFact> Products { get; init; }

    /// <summary>What sets it apart, in the brief's order.</summary>
    public required IReadOnlyList<Differentiator> Differentiators { get; init; }

    /// <summary>Whom it serves, in the brief's order.</summary>
    public required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>Whom it competes with; two names in one entry are two.</summary>
    public required IReadOnlyList<CompetitorFact> Competitors { get; init; }

    /// <summary>Facts that support claims: figures, awards, years, prices, as the brief and documents state them.</summary>
    public required IReadOnlyList<Finding> ProofPoints { get; init; }

    /// <summary>What it did before and how that went.</summary>
    public required IReadOnlyList<PastMove> History { get; init; }

    /// <summary>What it wants to reach. Null when the brief has no goal.</summary>
    public Goal? Goal { get; init; }

    /// <summary>Every sentence that forbids, obliges or limits, from anywhere in the brief and documents.</summary>
    public required IReadOnlyList<Constraint> Constraints { get; init; }

    /// <summary>What it can spend. Null when the brief has no budget.</summary>
    public BudgetFact? Budget { get; init; }

    /// <summary>Numbers read from the brief with their uncertainty, each with its field.</summary>
    public required IReadOnlyList<NumberFact> Numbers { get; init; }

    /// <summary>Statements of the brief that cannot both be true, or a goal that a constraint forbids.</summary>
    public required IReadOnlyList<Finding> Contradictions { get; init; }

    /// <summary>The brief's remaining fields, which no step knows by name, kept as evidence.</summary>
    public required IReadOnlyList<Evidence> OtherFacts { get; init; }
}

/// <summary>Who a company is. Texts are the brief's own, verbatim.</summary>
public sealed record CompanyProfile
{
    /// <summary>The name customers know.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in the brief's words. Null when it does not say.</summary>
    public Finding? Description { get; init; }

    /// <summary>The industry in the brief's words. Null when it does not say.</summary>
    public Finding? Industry { get; init; }

    /// <summary>When it was founded. Null when it does not say.</summary>
    public Finding? Founded { get; init; }

    /// <summary>Where it sits. Null when it does not say.</summary>
    public Finding? Headquarters { get; init; }

    /// <summary>The language the brief is written in, as a BCP 47 tag, found from its text.</summary>
    public required string BriefLanguage { get; init; }

    /// <summary>The language in which its public is addressed: the brief's first market language, else that of the brief.</summary>
    public required string CopyLanguage { get; init; }
}

/// <summary>Kinds of business, as far as they change marketing.</summary>
public enum BusinessKind
{
    /// <summary>The brief does not tell.</summary>
    Unknown,

    /// <summary>Recurring fees.</summary>
    Subscription,

    /// <summary>Fees by use.</summary>
    UsageBased,

    /// <summary>Goods sold in a place or shop.</summary>
    Retail,

    /// <summary>Goods made to order or sold to traders.</summary>
    Wholesale,

    /// <summary>Goods sold online.</summary>
    Ecommerce,

    /// <summary>Work done for clients.</summary>
    Services,

    /// <summary>Food and drink, rooms, travel.</summary>
    Hospitality,

    /// <summary>Gifts, grants and membership.</summary>
    Nonprofit,

    /// <summary>Fees of two sides that meet.</summary>
    Marketplace,

    /// <summary>Paid by advertisers or sponsors.</summary>
    Media,

    /// <summary>Schools, courses, training.</summary>
    Education,

    /// <summary>A public body.</summary>
    PublicSector,
}

/// <summary>How a company earns its money.</summary>
/// <param name="Kind">The kind, read from the brief.</param>
/// <param name="SellsToOrganisations">Whether its customers are organisations; null when the brief does not tell.</param>
/// <param name="Basis">What the kind was read from. Null when nothing in the brief tells.</param>
public sealed record BusinessModel(BusinessKind Kind, bool? SellsToOrganisations, Finding? Basis);

/// <summary>How far a company's market reaches.</summary>
public enum MarketReach
{
    /// <summary>The brief does not tell.</summary>
    Unknown,

    /// <summary>A town or part of one.</summary>
    Local,

    /// <summary>A region of a country.</summary>
    Regional,

    /// <summary>One country.</summary>
    National,

    /// <summary>Several countries.</summary>
    International,
}

/// <summary>Where a company serves.</summary>
/// <param name="Reach">How far.</param>
/// <param name="Places">The places, as the brief names them.</param>
/// <param name="Evidence">Where they stand.</param>
public sealed record MarketScope(MarketReach Reach, IReadOnlyList<string> Places, IReadOnlyList<Evidence> Evidence);

/// <summary>A product with what it is good for: feature → benefit → job to be done, as far as the evidence goes.</summary>
public sealed record ProductFact
{
    /// <summary><c>P1</c>, <c>P2</c>…</summary>
    public required string Id { get; init; }

    /// <summary>The product's name, verbatim, without its explanation.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>Details the brief gives in the same place: parts, prices, variants.</summary>
    public IReadOnlyList<Finding> Features { get; init; } = [];

    /// <summary>What customers gain, from differentiators, documents and notes that speak of this product.</summary>
    public IReadOnlyList<Finding> Benefits { get; init; } = [];

    /// <summary>Jobs customers want done, where the evidence tells.</summary>
    public IReadOnlyList<Finding> Jobs { get; init; } = [];
}

/// <summary>What sets a company apart.</summary>
public sealed record Differentiator
{
    /// <summary><c>D1</c>, <c>D2</c>…</summary>
    public required string Id { get; init; }

    /// <summary>The brief's words, verbatim.</summary>
    public required string Text { get; init; }

    /// <summary>Where they stand.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>Other places in the brief or documents that support it.</summary>
    public IReadOnlyList<Evidence> Proof { get; init; } = [];

    /// <summary>Products it speaks of, by id; empty when it speaks of the company as a whole.</summary>
    public IReadOnlyList<string> ProductIds { get; init; } = [];
}

/// <summary>How much a segment matters now.</summary>
public enum SegmentPriority
{
    /// <summary>Served now.</summary>
    Primary,

    /// <summary>Named as coming later.</summary>
    Later,

    /// <summary>Helps to reach others: partners, resellers, prescribers.</summary>
    Partner,
}

/// <summary>A group the company serves.</summary>
public sealed record Segment
{
    /// <summary><c>S1</c>, <c>S2</c>…</summary>
    public required string Id { get; init; }

    /// <summary>A short name in the brief's words: <c>Product engineers and technical founders</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands, the whole entry quoted.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>How much it matters now.</summary>
    public SegmentPriority Priority { get; init; }

    /// <summary>Limits of the segment in numbers: size, revenue, age.</summary>
    public IReadOnlyList<Quantity> Bounds { get; init; } = [];

    /// <summary>Whether the goal speaks of this segment.</summary>
    public bool InGoal { get; init; }
}

/// <summary>A competitor, as far as the brief tells.</summary>
public sealed record CompetitorFact
{
    /// <summary><c>K1</c>, <c>K2</c>…</summary>
    public required string Id { get; init; }

    /// <summary>The name alone, verbatim.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is named.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>What the brief says about it. Null when it only names it.</summary>
    public Evidence? Note { get; init; }

    /// <summary>Other places that mention it: past campaigns, documents, the goal.</summary>
    public IReadOnlyList<Evidence> Mentions { get; init; } = [];
}

/// <summary>How something done before went.</summary>
public enum Outcome
{
    /// <summary>The brief does not say.</summary>
    Unknown,

    /// <summary>It says it worked.</summary>
    Win,

    /// <summary>It says it did not.</summary>
    Loss,
}

/// <summary>Something the company did before.</summary>
/// <param name="Name">The brief's name for it, verbatim.</param>
/// <param name="Outcome">How it went, only where the brief says so.</param>
/// <param name="Evidence">Where it stands.</param>
public sealed record PastMove(string Name, Outcome Outcome, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>When, as the brief says: a year, month or day.</summary>
    public string? Date { get; init; }
}

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

/// <summary>A number of the brief with its field.</summary>
/// <param name="Label">What it is a number of: the field's name or the words beside it.</param>
/// <param name="Value">The number with its uncertainty.</param>
/// <param name="Evidence">Where it stands.</param>
public sealed record NumberFact(string Label, Quantity Value, Evidence Evidence);
