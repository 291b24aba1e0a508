using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.Rulebook;

/// <summary>A rule ready to be applied.</summary>
internal sealed class Rule(RuleData data, Ground ground)
{
    public const string AnyLanguage = "any";
    public const string CompetitorSlot = "{competitor}";

    // Expressions with competitors' names differ by company; those of the last companies are enough.
    private const int MostKept = 32;

    // Automata without backtracking take a hundred times as long to build as these bounded patterns take to run.
    internal const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string Never = @"[^\s\S]";

    internal static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, CompiledRule> _compiled = new(StringComparer.Ordinal);

    public string Id => data.Id;

    public Verdict Severity => data.Severity;

    public string Message => data.Message;

    public string Suggestion => data.Suggestion;

    public string? Question => data.Question;

    public RuleData Data => data;

    public Ground Ground => ground;

    /// <summary>Its laws where the company sells; empty when the rule does not exist there.</summary>
    public IReadOnlyList<GroundData> Laws(IReadOnlyList<string> jurisdictions, DateOnly today) =>
        data.Jurisdictions.Count == 0
            ? ground.For(jurisdictions, today)
            : ground.For([.. jurisdictions.Where(data.Jurisdictions.Contains)], today).Where(l => data.Jurisdictions.Contains(l.Jurisdiction)).ToList();

    /// <summary>Its expressions for some languages. <paramref name="competitors"/> is an alternation of folded names; null when there are none.</summary>
    public CompiledRule For(IReadOnlyList<string> languages, string? competitors)
    {
        var names = UsesCompetitors ? competitors : null;
        if (_compiled.Count > MostKept)
            _compiled.Clear();
        return _compiled.GetOrAdd(string.Join(' ', languages) + '\n' + names, _ => Compile(languages, names));
    }

    private bool UsesCompetitors => data.Patterns.Values.SelectMany(p => p).Any(p => p.Contains(CompetitorSlot, StringComparison.Ordinal));

    private CompiledRule Compile(IReadOnlyList<string> languages, string? competitors) => new(
        Find: Join(data.Patterns, languages, competitors) ?? new Regex(Never, Options, MostTime),
        FindRunTogether: Join(data.Patterns, languages, competitors, RunTogether),
        Unless: Join(data.Unless, languages, competitors),
        UnlessLine: Join(data.UnlessLine, languages, competitors),
        OnlyLine: Join(data.OnlyLine, languages, competitors));

    private static Regex? Join(Dictionary<string, List<string>> patterns, IReadOnlyList<string> languages, string? competitors, Func<string, string>? change = null)
    {
        var parts = languages.Append(AnyLanguage).Distinct(StringComparer.Ordinal)
            .SelectMany(l => patterns.GetValueOrDefault(l) ?? [])
            .Where(p => competitors is not null || !p.Contains(CompetitorSlot, StringComparison.Ordinal))
            .Select(p => p.Replace(CompetitorSlot, competitors, StringComparison.Ordinal))
            .Select(p => $"(?:{(change is null ? p : change(p))})")
            .ToList();
        return parts.Count == 0 ? null : new Regex(string.Join('|', parts), Options, MostTime);
    }

    /// <summary>The pattern for letters without spaces between the words.</summary>
    private static string RunTogether(string pattern) => pattern.Replace(@"\b", "", StringComparison.Ordinal).Replace(" ", " ?", StringComparison.Ordinal)
        .Replace(" ??", " ?", StringComparison.Ordinal);
}

/// <summary>A rule's expressions for the languages of a company.</summary>
internal sealed record CompiledRule(Regex Find, Regex? FindRunTogether, Regex? Unless, Regex? UnlessLine, Regex? OnlyLine);
