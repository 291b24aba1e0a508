using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.Rulebook;

/// <summary>All rules and grounds, read and checked once. Errors of the data are reported together.</summary>
internal sealed class RuleSet
{
    private static readonly Lazy<RuleSet> s_law = new(Load);

    private RuleSet(IReadOnlyList<Rule> rules, IReadOnlyDictionary<string, Ground> grounds)
    {
        Rules = rules;
        Grounds = grounds;
    }

    public static RuleSet Law => s_law.Value;

    /// <summary>The languages rules are written in.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "fr", "de", "es", "it", "pt", "nl"];

    public IReadOnlyList<Rule> Rules { get; }

    public IReadOnlyDictionary<string, Ground> Grounds { get; }

    private static RuleSet Load()
    {
        var grounds = RuleFiles.Read<Dictionary<string, List<GroundData>>>("grounds.yaml")
            .ToDictionary(p => p.Key, p => new Ground(p.Key, p.Value), StringComparer.Ordinal);
        var data = RuleFiles.Names(".rules.yaml").SelectMany(n => RuleFiles.Read<RuleFile>(n).Rules).ToList();
        var errors = data.SelectMany(d => Errors(d, grounds))
            .Concat(data.GroupBy(d => d.Id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{g.Key}: stands twice."))
            .ToList();
        return errors.Count == 0
            ? new([.. data.Select(d => new Rule(d, grounds[d.Ground]))], grounds)
            : throw new InvalidDataException("Rules: " + string.Join(" ", errors));
    }

    private static IEnumerable<string> Errors(RuleData rule, Dictionary<string, Ground> grounds)
    {
        if (!grounds.TryGetValue(rule.Ground, out var ground))
            yield return $"{rule.Id}: ground '{rule.Ground}' is not in grounds.yaml.";
        else if (rule.Jurisdictions.Except(ground.Entries.Select(e => e.Jurisdiction), StringComparer.Ordinal).FirstOrDefault() is { } missing)
            yield return $"{rule.Id}: ground '{rule.Ground}' has no law for '{missing}'.";
        if (rule.Severity == Verdict.Approve)
            yield return $"{rule.Id}: severity must be revise or block.";
        if (rule.Patterns.Count == 0 || rule.Message.Length == 0 || rule.Suggestion.Length == 0)
            yield return $"{rule.Id}: patterns, message and suggestion are needed.";
        var languages = new[] { rule.Patterns, rule.Unless, rule.UnlessLine, rule.OnlyLine, rule.Positive, rule.Negative }.SelectMany(d => d.Keys).Distinct();
        foreach (var language in languages.Where(l => l != Rule.AnyLanguage && !Languages.Contains(l)))
            yield return $"{rule.Id}: '{language}' is not one of the languages.";
    }
}
