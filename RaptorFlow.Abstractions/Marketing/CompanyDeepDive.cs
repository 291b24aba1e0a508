namespace RaptorFlow.Marketing;

/// <summary>Step 2: how the brand wants to be seen and speaks, against how the evidence shows it.</summary>
public sealed record CompanyDeepDive
{
    /// <summary>How it speaks, measured.</summary>
    public required VoiceProfile Voice { get; init; }

    /// <summary>Attributes wanted, observed or both, the largest gaps first.</summary>
    public required IReadOnlyList<BrandTrait> Attributes { get; init; }

    /// <summary>What is told about the company as a story: origin, turning points, in time order.</summary>
    public required IReadOnlyList<Finding> Story { get; init; }

    /// <summary>What it can lean on.</summary>
    public required IReadOnlyList<Finding> Strengths { get; init; }

    /// <summary>What works against it, only where the evidence says so.</summary>
    public required IReadOnlyList<Finding> Weaknesses { get; init; }
}

/// <summary>How a company speaks.</summary>
public sealed record VoiceProfile
{
    /// <summary>The adjectives the brief gives, verbatim.</summary>
    public required IReadOnlyList<Evidence> Adjectives { get; init; }

    /// <summary>Mean words per sentence of the sample lines and documents in its own voice. Null without samples.</summary>
    public double? WordsPerSentence { get; init; }

    /// <summary><c>first_plural</c> (we), <c>first_singular</c>, <c>second</c> (you), <c>third</c> or <c>unknown</c>, as measured.</summary>
    public required string Person { get; init; }

    /// <summary>From 0 (casual) to 1 (formal), from markers in samples and adjectives. Null when neither tells.</summary>
    public double? Formality { get; init; }

    /// <summary>From 0 (sober) to 1 (playful). Null when nothing tells.</summary>
    public double? Playfulness { get; init; }

    /// <summary>From 0 (everyday words) to 1 (technical). Null when nothing tells.</summary>
    public double? Technicality { get; init; }

    /// <summary>What to do, each with its reason in the evidence.</summary>
    public required IReadOnlyList<Finding> Do { get; init; }

    /// <summary>What not to do.</summary>
    public required IReadOnlyList<Finding> Dont { get; init; }

    /// <summary>Words that copy must avoid, in lower case: from the brief's dislikes and constraints, and, where it dislikes marketing words, the list kept for the copy language.</summary>
    public required IReadOnlyList<string> AvoidWords { get; init; }

    /// <summary>Lines the company has published, verbatim.</summary>
    public required IReadOnlyList<Evidence> Samples { get; init; }
}

/// <summary>An attribute of a brand.</summary>
/// <param name="Name">The attribute, in the brief's words: <c>transparent</c>.</param>
/// <param name="Wanted">The company claims or wants it.</param>
/// <param name="Observed">Something beside the claim shows it.</param>
/// <param name="Evidence">Where both stand.</param>
/// <param name="Gap">What the difference means, in one sentence.</param>
public sealed record BrandTrait(string Name, bool Wanted, bool Observed, IReadOnlyList<Evidence> Evidence, string Gap);
