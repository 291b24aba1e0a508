using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.Rulebook;

/// <summary>A file of rules, as written.</summary>
internal sealed class RuleFile
{
    public List<RuleData> Rules { get; set; } = [];
}

/// <summary>
/// A rule, as written. Patterns are regular expressions without look-around over folded text: lower case, no accents, plain
/// quotes and hyphens, single spaces. <c>{competitor}</c> stands for the names of the brief's competitors.
/// </summary>
internal sealed class RuleData
{
    /// <summary><c>law.guarantee.absolute</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The legal ground, by its key in <c>grounds.yaml</c>: it names policy, citation and jurisdictions.</summary>
    public string Ground { get; set; } = "";

    /// <summary><c>revise</c> or <c>block</c>.</summary>
    public Verdict Severity { get; set; } = Verdict.Revise;

    /// <summary>Only in these jurisdictions, of those the ground names; all of them when empty.</summary>
    public List<string> Jurisdictions { get; set; } = [];

    /// <summary>What the rule finds, by language; <c>any</c> holds for all.</summary>
    public Dictionary<string, List<string>> Patterns { get; set; } = [];

    /// <summary>A find that one of these overlaps is none: <c>best practices</c>.</summary>
    public Dictionary<string, List<string>> Unless { get; set; } = [];

    /// <summary>A line that holds one of these anywhere is in order: the date of a comparison.</summary>
    public Dictionary<string, List<string>> UnlessLine { get; set; } = [];

    /// <summary>A line must hold one of these for the rule to look at it.</summary>
    public Dictionary<string, List<string>> OnlyLine { get; set; } = [];

    /// <summary>What is wrong.</summary>
    public string Message { get; set; } = "";

    /// <summary>What would be right.</summary>
    public string Suggestion { get; set; } = "";

    /// <summary>What would settle it, asked of the company; <c>{text}</c> stands for the words found.</summary>
    public string? Question { get; set; }

    /// <summary>Lines it must find, by language. The tests run them.</summary>
    public Dictionary<string, List<string>> Positive { get; set; } = [];

    /// <summary>Lines it must leave alone, by language. The tests run them.</summary>
    public Dictionary<string, List<string>> Negative { get; set; } = [];
}

/// <summary>A legal ground in one jurisdiction.</summary>
internal sealed class GroundData
{
    /// <summary>ISO 3166-1 alpha-2, <c>EU</c>, or <c>general</c> where nothing more exact is known.</summary>
    public string Jurisdiction { get; set; } = "";

    /// <summary>The law or code by name.</summary>
    public string Policy { get; set; } = "";

    /// <summary>Article or section, with its address where it has a lasting one.</summary>
    public string Citation { get; set; } = "";

    /// <summary>The first day it applies, as <c>yyyy-MM-dd</c>; always when absent.</summary>
    public string? From { get; set; }
}
