namespace RaptorFlow.Marketing;

/// <summary>What a Guardian says of a text.</summary>
public enum Verdict
{
    /// <summary>It may go out.</summary>
    Approve,

    /// <summary>It may go out once changed.</summary>
    Revise,

    /// <summary>It must not go out.</summary>
    Block,
}

/// <summary>A check of every line meant for the public.</summary>
/// <param name="Verdict">The worst of the lines'.</param>
/// <param name="Lines">One per line checked, in the order given.</param>
/// <param name="Jurisdictions">The countries whose rules were applied, as ISO 3166-1 codes, <c>EU</c> for the Union; from the brief's geographies.</param>
public sealed record ComplianceReview(Verdict Verdict, IReadOnlyList<LineReview> Lines, IReadOnlyList<string> Jurisdictions);

/// <summary>The check of one line.</summary>
/// <param name="LineId">The line.</param>
/// <param name="Text">Its text.</param>
/// <param name="Verdict">What is to be done with it.</param>
/// <param name="Violations">Every rule it breaks.</param>
public sealed record LineReview(string LineId, string Text, Verdict Verdict, IReadOnlyList<Violation> Violations);

/// <summary>A rule that a text breaks.</summary>
/// <param name="RuleId">The rule: <c>law.guarantee.absolute</c>, or the brief's constraint: <c>C3</c>.</param>
/// <param name="Policy">The law or policy by name.</param>
/// <param name="Citation">Article or section, with its address where it has one.</param>
/// <param name="Severity"><see cref="Verdict.Revise"/> or <see cref="Verdict.Block"/>.</param>
/// <param name="Start">Where the span begins, in characters from 0.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Suggestion">What would be right.</param>
public sealed record Violation(string RuleId, string Policy, string Citation, Verdict Severity, int Start, int Length, string Message, string Suggestion);

/// <summary>Every claim of a run against its source.</summary>
/// <param name="Claims">One per claim checked.</param>
/// <param name="Supported">How many have their quotation in their source.</param>
/// <param name="Unsupported">How many have not.</param>
public sealed record ClaimVerification(IReadOnlyList<ClaimCheck> Claims, int Supported, int Unsupported);

/// <summary>How a claim stands.</summary>
public enum ClaimVerdict
{
    /// <summary>The quotation is in the source.</summary>
    Supported,

    /// <summary>The quotation is in more than one independent source.</summary>
    Corroborated,

    /// <summary>The source exists and does not hold the quotation.</summary>
    QuoteMissing,

    /// <summary>There is no such source.</summary>
    SourceMissing,

    /// <summary>The claim brings a number that its quotations do not hold and no derivation explains.</summary>
    NumberMissing,
}

/// <summary>A claim against its source.</summary>
/// <param name="Step">The step that makes it.</param>
/// <param name="Path">Where, as a JSON path in the step's output.</param>
/// <param name="Claim">The claim.</param>
/// <param name="Verdict">How it stands.</param>
/// <param name="Detail">What was found or missed.</param>
public sealed record ClaimCheck(string Step, string Path, string Claim, ClaimVerdict Verdict, string Detail)
{
    /// <summary>How old the newest dated source is, in days; null when none is dated.</summary>
    public int? AgeDays { get; init; }
}
