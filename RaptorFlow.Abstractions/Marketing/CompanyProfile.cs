namespace RaptorFlow.Marketing;

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
