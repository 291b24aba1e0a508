using System.Text.Json;
using RaptorFlow.Workflows;

namespace RaptorFlow.Marketing;

/// <summary>A statement that might be worth remembering.</summary>
/// <param name="Statement">One sentence or item, verbatim as its source or its step has it; 1 to 2,000 characters.</param>
/// <param name="Evidence">What it rests on. Without evidence it is refused.</param>
/// <param name="Collection">The collection it belongs in: one of <see cref="Memory.MemoryCollections.All"/>.</param>
public sealed record KnowledgeCandidate(string Statement, IReadOnlyList<Evidence> Evidence, string Collection)
{
    /// <summary>What kind of knowledge it is: <c>fact</c>, <c>figure</c>, <c>preference</c>, <c>voice</c>.</summary>
    public string Kind { get; init; } = "fact";

    /// <summary>What it is about, as a heading: <c>Products</c>.</summary>
    public string? Topic { get; init; }

    /// <summary>The name of the field it fills, where the statement alone does not say: <c>Industry</c>.</summary>
    public string? Label { get; init; }

    /// <summary>When it holds: <c>2024</c>, <c>2024-03</c> or <c>2024-03-15</c>; the newest date of its evidence when null.</summary>
    public string? Date { get; init; }

    /// <summary>How it was worked out; null when its source says so.</summary>
    public string? Derivation { get; init; }

    /// <summary>Whether more than one independent source has it.</summary>
    public bool Corroborated { get; init; }

    /// <summary>The step that found it; null when it was given alone.</summary>
    public string? Step { get; init; }

    /// <summary>Where in the step's output, as a JSON path.</summary>
    public string? Path { get; init; }
}

/// <summary>Input of the admission of knowledge to memory.</summary>
public sealed record AdmissionInput : CompanyInput, IGatheredInput
{
    /// <summary>Outputs of the run's steps, by key. Of these, only what <see cref="Verification"/> found in its source is considered.</summary>
    public IReadOnlyDictionary<string, JsonElement> Steps { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>What the verification said of the steps' claims; without it, no step's claim is considered.</summary>
    public ClaimVerification? Verification { get; init; }

    /// <summary>Statements to be considered besides, at most 500; their quotations are taken as they are given.</summary>
    public IReadOnlyList<KnowledgeCandidate> Candidates { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<Evidence> Gathered { get; init; } = [];
}

/// <summary>What becomes of a candidate.</summary>
public enum KnowledgeVerdict
{
    /// <summary>It is new, and remembered.</summary>
    Admitted,

    /// <summary>It is known already.</summary>
    Duplicate,

    /// <summary>Something that is known says otherwise, and no date tells which holds: a person is asked, and it is not remembered.</summary>
    Contradicts,

    /// <summary>Something older that is known says otherwise: it is remembered beside that.</summary>
    Updates,

    /// <summary>It is not remembered: it has no evidence, is older than what is known, speaks to a program, holds personal data, or its source is too weak.</summary>
    Refused,
}

/// <summary>What is known already and bears on a candidate.</summary>
/// <param name="Title">The document's title; the field or passage where it is another candidate.</param>
/// <param name="Text">The sentence or line, verbatim.</param>
/// <param name="Similarity">The share of both texts' content words that they have in common (Jaccard, by stem); 0 to 1.</param>
public sealed record KnownPassage(string Title, string Text, double Similarity)
{
    /// <summary>The document of memory; null where it is another candidate of the same run.</summary>
    public Guid? DocumentId { get; init; }

    /// <summary>When it is from, as its text or document says: <c>2024</c>, <c>2024-03-15</c>. Null when neither does.</summary>
    public string? Date { get; init; }
}

/// <summary>How far a statement's source may be trusted.</summary>
/// <param name="Value">0 to 1, to two decimals: the source's own value, and what corroboration, derivation and age add or take.</param>
/// <param name="Reasons">Each part of the sum, in words.</param>
public sealed record KnowledgeQuality(double Value, IReadOnlyList<string> Reasons);

/// <summary>A candidate and what became of it.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Verdict">What becomes of it.</param>
/// <param name="Quality">How far its source may be trusted.</param>
/// <param name="Why">The verdict's reason, in one sentence.</param>
public sealed record KnowledgeCheck(KnowledgeCandidate Candidate, KnowledgeVerdict Verdict, KnowledgeQuality Quality, string Why)
{
    /// <summary>What is known and decided the verdict; null when nothing did.</summary>
    public KnownPassage? Known { get; init; }
}

/// <summary>What a run leaves in memory, candidate by candidate.</summary>
/// <param name="Checks">One per candidate, in the order considered.</param>
/// <param name="Admitted">How many are remembered, updates included.</param>
/// <param name="Duplicates">How many are known already.</param>
/// <param name="Contradictions">How many a person is asked about.</param>
/// <param name="Refused">How many are refused.</param>
public sealed record KnowledgeAdmission(IReadOnlyList<KnowledgeCheck> Checks, int Admitted, int Duplicates, int Contradictions, int Refused)
{
    /// <summary>How many candidates were left out because there were more than the card's limit.</summary>
    public int LeftOut { get; init; }
}

/// <summary>Input of the learnings of a run.</summary>
public sealed record LearningInput : CompanyInput
{
    /// <summary>Outputs of the run's steps, by key.</summary>
    public IReadOnlyDictionary<string, JsonElement> Steps { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>How the steps ended, by key.</summary>
    public required IReadOnlyDictionary<string, StepResult> Results { get; init; }

    /// <summary>The figures that were given; null when none were.</summary>
    public MetricsTable? Metrics { get; init; }

    /// <summary>The search interest that was given.</summary>
    public IReadOnlyList<SearchInterest> SearchInterest { get; init; } = [];
}

/// <summary>What input went with what outcome, over the workspace's runs.</summary>
/// <param name="Key">The rule it comes from: <c>competitors-unnamed</c>.</param>
/// <param name="Statement">The pattern and its outcome, in one sentence.</param>
/// <param name="Observed">What this run showed, with its numbers.</param>
/// <param name="Holds">Whether this run agrees with the statement.</param>
/// <param name="RunsFor">Runs that had the input and the outcome, this one included; 0 or more.</param>
/// <param name="RunsAgainst">Runs that had the input and another outcome, this one included; 0 or more.</param>
public sealed record Learning(string Key, string Statement, string Observed, bool Holds, int RunsFor, int RunsAgainst)
{
    /// <summary>The share of runs with the input that had the outcome, 0 to 1, to two decimals.</summary>
    public double Support { get; init; }

    /// <summary>What helps, where the rule says.</summary>
    public string? Advice { get; init; }

    /// <summary>The document of memory that counted the runs before; null when this is the first.</summary>
    public Guid? DocumentId { get; init; }
}

/// <summary>What a run taught.</summary>
/// <param name="Learnings">One per rule whose input this run had, in the rules' order.</param>
/// <param name="RulesTried">How many rules there are.</param>
public sealed record LearningReport(IReadOnlyList<Learning> Learnings, int RulesTried);
