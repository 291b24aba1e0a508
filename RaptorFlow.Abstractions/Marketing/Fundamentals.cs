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

/// <summary>A number of the brief with its field.</summary>
/// <param name="Label">What it is a number of: the field's name or the words beside it.</param>
/// <param name="Value">The number with its uncertainty.</param>
/// <param name="Evidence">Where it stands.</param>
public sealed record NumberFact(string Label, Quantity Value, Evidence Evidence);
