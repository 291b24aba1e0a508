using RaptorFlow.Guild.Guardian.BrandRules;
using RaptorFlow.Guild.Guardian.Places;
using RaptorFlow.Guild.Guardian.Rulebook;
using RaptorFlow.Guild.Guardian.Texts;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.AdvertisingLaw;

/// <summary>Checks lines against the law where the company sells and against the brief's own rules.</summary>
internal sealed class LineChecker
{
    private readonly ProperNames _names;
    private readonly List<(Rule Rule, CompiledRule Expressions, string Policy, string Citation)> _law;

    public LineChecker(ComplianceInput input, DateOnly today)
    {
        Places = Jurisdictions.Read(input.Fundamentals);
        Languages = CopyLanguages.Of(input);
        _names = new(input.Fundamentals);
        _law = [.. from rule in RuleSet.Law.Rules
                   let laws = rule.Laws(Places.Codes, today)
                   where laws.Count > 0
                   select (rule, rule.For(Languages.Known, _names.Competitors), Together(laws, l => l.Policy), Together(laws, l => l.Citation))];
        BrandRules = BrandRuleReader.Read(input.Fundamentals, _names.Competitors, Languages.Known);
    }

    public JurisdictionReading Places { get; }

    public CopyLanguages Languages { get; }

    public IReadOnlyList<BrandRule> BrandRules { get; }

    public LineReview Check(PublicLine line)
    {
        var text = new LineText(line.Text);
        var names = _names.In(line.Text).ToList();
        var violations = BrandRules.SelectMany(r => Brand(text, r)).Concat(_law.SelectMany(r => Law(text, names, r.Rule, r.Expressions, r.Policy, r.Citation)))
            .OrderBy(v => v.Start).ThenByDescending(v => v.Severity).ThenBy(v => v.RuleId, StringComparer.Ordinal)
            .ToList();
        return new(line.Id, line.Text, violations.Select(v => v.Severity).DefaultIfEmpty(Verdict.Approve).Max(), violations);
    }

    private static IEnumerable<Violation> Brand(LineText text, BrandRule rule) => rule.Expressions is null
        ? []
        : RuleMatcher.Find(text, rule.Expressions).Select(f => new Violation(rule.Constraint.Id, BrandRule.Policy, rule.Citation, rule.Severity,
            f.Span.Start, f.Span.Length, Say(rule.Message, f), rule.Suggestion));

    private static IEnumerable<Violation> Law(LineText text, List<TextSpan> names, Rule rule, CompiledRule expressions, string policy, string citation) =>
        from find in RuleMatcher.Find(text, expressions)
        // A name may sound like a claim and stay a name; what must not go out at all is not excused by being called a name.
        where rule.Severity == Verdict.Block || find.Tricked || !names.Exists(n => n.Contains(find.Span))
        select new Violation(rule.Id, policy, citation, rule.Severity, find.Span.Start, find.Span.Length, Say(rule.Message, find), rule.Suggestion);

    private static string Say(string message, Find find) => find.Tricked ? message + " It is spelled so that a check would miss it." : message;

    private static string Together(IEnumerable<GroundData> laws, Func<GroundData, string> part) => string.Join("; ", laws.Select(part).Distinct(StringComparer.Ordinal));
}
