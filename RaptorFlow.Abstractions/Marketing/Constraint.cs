namespace RaptorFlow.Marketing;

/// <summary>What a constraint does.</summary>
public enum ConstraintEffect
{
    /// <summary>Something must not be done or said.</summary>
    Forbids,

    /// <summary>Something must be done or said in a certain way.</summary>
    Obliges,

    /// <summary>Something may be done only within bounds.</summary>
    Limits,
}

/// <summary>What a constraint is about.</summary>
public enum ConstraintSubject
{
    /// <summary>A channel or way of reaching people.</summary>
    Channel,

    /// <summary>How copy sounds.</summary>
    Tone,

    /// <summary>What copy promises or asserts.</summary>
    Claim,

    /// <summary>A word or phrase.</summary>
    Wording,

    /// <summary>Mentions of competitors and comparisons.</summary>
    Comparison,

    /// <summary>Prices, discounts and offers.</summary>
    Price,

    /// <summary>Personal data, consent, tracking.</summary>
    Privacy,

    /// <summary>Who may be addressed.</summary>
    Audience,

    /// <summary>Where.</summary>
    Geography,

    /// <summary>When.</summary>
    Timing,

    /// <summary>What may be spent.</summary>
    Budget,

    /// <summary>Pictures, colours, trade marks.</summary>
    Brand,

    /// <summary>How much the company can make or serve: opening hours, places, stock.</summary>
    Capacity,

    /// <summary>None of the others.</summary>
    Other,
}

/// <summary>A sentence of the brief that forbids, obliges or limits, wherever it stands.</summary>
public sealed record Constraint
{
    /// <summary><c>C1</c>, <c>C2</c>… in the order found.</summary>
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    public required ConstraintEffect Effect { get; init; }

    /// <summary>What it is about.</summary>
    public required ConstraintSubject Subject { get; init; }

    /// <summary>The clause, verbatim, and where it stands.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>In English, one line: <c>forbids channel: cold outbound</c>.</summary>
    public required string Meaning { get; init; }

    /// <summary>
    /// What it names, for matching: for channels the ids of <see cref="Channels"/> (<c>outbound_email</c>), for wording and claims the
    /// words that must not appear, in lower case and in the brief's language; for geography and audience the names.
    /// </summary>
    public IReadOnlyList<string> Terms { get; init; } = [];
}
