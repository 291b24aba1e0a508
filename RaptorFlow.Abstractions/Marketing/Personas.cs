namespace RaptorFlow.Marketing;

/// <summary>Step 3: people the company speaks to.</summary>
/// <param name="People">One per role the brief names, the goal's first.</param>
public sealed record PersonaSet(IReadOnlyList<Persona> People);

/// <summary>A person the company speaks to, as far as the evidence tells. A list left empty is an open question, not a guess.</summary>
public sealed record Persona
{
    /// <summary><c>A1</c>, <c>A2</c>…</summary>
    public required string Id { get; init; }

    /// <summary>The role, in the brief's words: <c>Product engineers</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The segment, by id.</summary>
    public required string SegmentId { get; init; }

    /// <summary>Where the role stands.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>Whether the campaign's goal is about this person.</summary>
    public bool InGoal { get; init; }

    /// <summary>Their situation: what they use, how big their organisation is, what they do besides.</summary>
    public required IReadOnlyList<Finding> Context { get; init; }

    /// <summary>What they want.</summary>
    public required IReadOnlyList<Finding> Goals { get; init; }

    /// <summary>What bothers them.</summary>
    public required IReadOnlyList<Finding> Pains { get; init; }

    /// <summary>What makes them look for something new.</summary>
    public required IReadOnlyList<Finding> Triggers { get; init; }

    /// <summary>What holds them back.</summary>
    public required IReadOnlyList<Finding> Objections { get; init; }

    /// <summary>Where they can be met.</summary>
    public required IReadOnlyList<Finding> Channels { get; init; }

    /// <summary>Their own words, verbatim, from documents.</summary>
    public required IReadOnlyList<Evidence> Quotes { get; init; }

    /// <summary>What of the above nothing tells: <c>objections</c>, <c>channels</c>…</summary>
    public required IReadOnlyList<string> Unknown { get; init; }
}
