namespace RaptorFlow.Marketing;

/// <summary>Step 8: the place the company takes in the mind of the goal's segment.</summary>
public sealed record PositioningStrategy
{
    /// <summary>The statement in one sentence, in the brief's words as far as grammar allows.</summary>
    public required string Statement { get; init; }

    /// <summary>
    /// Its parts, each with its evidence: target, need, category, benefit, reason_to_believe, alternative.
    /// The form is Moore's, "Crossing the Chasm", 1991. A part the brief does not support is missing and asked for.
    /// </summary>
    public required IReadOnlyDictionary<string, Finding> Parts { get; init; }

    /// <summary>All candidates, the winner first, with their scores.</summary>
    public required IReadOnlyList<PositioningCandidate> Candidates { get; init; }

    /// <summary>The competitor, habit or alternative it is set against. Null when none is known.</summary>
    public string? Against { get; init; }
}

/// <summary>A candidate, built from one differentiator or a pair that belongs together.</summary>
/// <param name="DifferentiatorIds">What it is built from.</param>
/// <param name="Idea">The idea in the brief's words.</param>
/// <param name="Scores">0 to 1 each: <c>evidence</c>, <c>relevance</c>, <c>difference</c>, <c>constraint_fit</c>.</param>
/// <param name="Total">The weighted sum, 0 to 1.</param>
/// <param name="Why">One line on what decided.</param>
public sealed record PositioningCandidate(IReadOnlyList<string> DifferentiatorIds, string Idea, IReadOnlyDictionary<string, double> Scores, double Total, string Why);
