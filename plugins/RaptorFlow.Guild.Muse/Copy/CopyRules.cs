using System.Text.RegularExpressions;
using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Text;

namespace RaptorFlow.Muse.Copy;

/// <summary>Holds a line against the brief's constraints and against what no line says without more than the brief's word.</summary>
internal sealed partial class CopyRules(Fundamentals facts, IReadOnlyList<string> avoidWords, string language)
{
    private static readonly Lazy<Dictionary<string, Dictionary<string, List<string>>>> Lists = new(() => DataFile.Load<Dictionary<string, Dictionary<string, List<string>>>>("Data/rules/copy.yaml"));

    public List<ConstraintUse> Used { get; } = [];

    /// <summary>Why a line must not go out; null when it may.</summary>
    public string? Offence(string line)
    {
        if (Markup().IsMatch(line) || Hit("instructions", line) is not null)
            return "not a phrase for the public: it holds markup or reads like an instruction";
        if (facts.Constraints.Select(c => Breach(c, line)).FirstOrDefault(b => b is not null) is { } breach)
            return breach;
        if (avoidWords.FirstOrDefault(w => Terms.Holds(line, w)) is { } word)
            return $"voice: the company avoids “{word}”";
        if (facts.Competitors.FirstOrDefault(c => Terms.Holds(line, c.Name)) is { } named && !MayCompare)
            return $"names {named.Name}; the brief does not say that competitors may be named";
        if (Hit("superlatives", line) is { } superlative)
            return $"superlative without proof: “{superlative}”";
        if (Hit("guarantees", line) is { } guarantee)
            return $"guarantee without proof: “{guarantee}”";
        return Hit("inward", line) is { } inward ? $"speaks of the company's own position (“{inward}”), not of what a customer gains" : null;
    }

    /// <summary>Whether comparisons are provided for: a constraint says how they must be.</summary>
    public bool MayCompare => facts.Constraints.Any(c => c is { Subject: ConstraintSubject.Comparison, Effect: not ConstraintEffect.Forbids });

    /// <summary>The constraint that forbids or conditions comparisons.</summary>
    public Constraint? Comparison => facts.Constraints.FirstOrDefault(c => c.Subject == ConstraintSubject.Comparison);

    /// <summary>Whether a phrase is a sentence with a verb of its own rather than a noun phrase.</summary>
    public bool IsSentence(string phrase) => Hit("verbs", BeforeRelative(phrase)) is not null;

    /// <summary>Whether a phrase begins with a word that speaks of a noun left out: "Run by parents…".</summary>
    public bool IsOpening(string phrase) => Hit("openings", string.Join(' ', Terms.Tokens(phrase).Take(1))) is not null;

    private string BeforeRelative(string phrase)
    {
        var relatives = Lists.Value["relatives"].GetValueOrDefault(language.Split('-')[0]) ?? [];
        return string.Join(' ', Terms.Tokens(phrase).TakeWhile(t => !relatives.Contains(t)));
    }

    private string? Breach(Constraint constraint, string line)
    {
        var reason = constraint.Subject switch
        {
            ConstraintSubject.Comparison => Compares(line) is { } word && (constraint.Effect == ConstraintEffect.Forbids || !Year().IsMatch(line))
                ? constraint.Effect == ConstraintEffect.Forbids ? $"comparison (“{word}”)" : $"comparison (“{word}”) without a date" : null,
            ConstraintSubject.Price => Amount().IsMatch(line) ? "an amount that was not checked" : Term(constraint, line) is { } t && constraint.Effect == ConstraintEffect.Forbids ? $"“{t}”" : null,
            ConstraintSubject.Tone => Hit("fear", line) is { } fear ? $"fear (“{fear}”)" : Hit("salesy", line) is { } salesy ? $"salesy (“{salesy}”)" : Term(constraint, line) is { } tone ? $"“{tone}”" : null,
            _ => constraint.Effect == ConstraintEffect.Forbids && Term(constraint, line) is { } term ? $"“{term}”" : null,
        };
        if (reason is null)
            return null;
        Used.Add(new(constraint.Id, $"dropped “{line}”: {reason}"));
        return $"{constraint.Id}: {reason}";
    }

    private string? Compares(string line) => Hit("comparisons", line) ?? facts.Competitors.Select(c => c.Name).FirstOrDefault(n => Terms.Holds(line, n));

    private static string? Term(Constraint constraint, string line) => constraint.Terms.FirstOrDefault(t => Terms.Holds(line, t));

    private string? Hit(string list, string line)
    {
        var lists = Lists.Value[list];
        return new[] { "any", language.Split('-')[0] }.Where(lists.ContainsKey).SelectMany(l => lists[l]).FirstOrDefault(c => Terms.Holds(line, c));
    }

    [GeneratedRegex(@"[<>{}|\\`]|https?:|--|';|/\*", RegexOptions.NonBacktracking)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\b(19|20)\d\d\b", RegexOptions.NonBacktracking)]
    private static partial Regex Year();

    [GeneratedRegex(@"[$€£¥]\s?\d|\d[\d.,\s]*\s?([$€£¥]|(USD|EUR|GBP|CHF|JPY|euros?|dollars?|pounds)\b)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Amount();
}
