using System.Text.RegularExpressions;
using RaptorFlow.Guild.Guardian.Rulebook;
using RaptorFlow.Guild.Guardian.Texts;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.BrandRules;

/// <summary>Turns the brief's constraints on wording, claims, tone, comparisons, prices and marks into rules.</summary>
internal static partial class BrandRuleReader
{
    private static readonly Dictionary<string, ToneData> s_tones = RuleFiles.Read<Dictionary<string, ToneData>>("tones.yaml");

    public static IReadOnlyList<BrandRule> Read(Fundamentals fundamentals, string? competitors, IReadOnlyList<string> languages) =>
        [.. fundamentals.Constraints.Select(c => Read(c, competitors, languages)).OfType<BrandRule>()];

    private static BrandRule? Read(Constraint constraint, string? competitors, IReadOnlyList<string> languages) => constraint.Subject switch
    {
        ConstraintSubject.Wording or ConstraintSubject.Claim or ConstraintSubject.Brand => Words(constraint),
        ConstraintSubject.Tone => Tone(constraint),
        ConstraintSubject.Comparison => Comparison(constraint, competitors, languages),
        ConstraintSubject.Price => Price(constraint, languages),
        _ => null,
    };

    private static BrandRule Words(Constraint constraint)
    {
        // What must be said somewhere cannot be asked of every line; only what must not be said can.
        if (constraint.Effect == ConstraintEffect.Obliges)
            return ForAPerson(constraint);
        var terms = constraint.Terms.Count > 0 ? constraint.Terms : [.. Quoted().Matches(constraint.Evidence.Quote).Select(m => m.Groups["term"].Value)];
        var loose = constraint.Subject == ConstraintSubject.Claim;
        var find = TermPatterns.Join(terms, loose);
        return find is null
            ? ForAPerson(constraint)
            : new(constraint, Severity(constraint), TermPatterns.Compile(find), "The brief forbids these words.", $"Say it without “{string.Join("”, “", terms)}”.");
    }

    private static BrandRule Tone(Constraint constraint)
    {
        var named = Folding.FoldString(string.Join(' ', constraint.Terms.Append(constraint.Meaning).Append(constraint.Evidence.Quote)));
        var tones = s_tones.Where(t => t.Value.Named.Exists(n => Regex.IsMatch(named, @"\b" + n, Rule.Options, Rule.MostTime))).ToList();
        if (constraint.Effect == ConstraintEffect.Obliges || tones.Count == 0)
            return ForAPerson(constraint);
        var find = string.Join('|', tones.SelectMany(t => t.Value.Words).Select(w => $"(?:{w})"));
        return new(constraint, Verdict.Revise, TermPatterns.Compile(find), $"The brief forbids a tone of this kind ({string.Join(", ", tones.Select(t => t.Key))}).",
            "Say the fact plainly and leave the pressure out.");
    }

    private static BrandRule Comparison(Constraint constraint, string? competitors, IReadOnlyList<string> languages)
    {
        if (constraint.Effect != ConstraintEffect.Forbids)
        {
            var undated = RuleSet.Law.Rules.Where(r => r.Id is "law.comparison.undated" or "law.comparison.unnamed").Select(r => r.For(languages, competitors)).ToList();
            var find = string.Join('|', undated.Select(u => $"(?:{u.Find})"));
            return new(constraint, Verdict.Revise, TermPatterns.Compile(find, unlessLine: @"\b(19|20)\d\d\b"),
                "The brief asks for comparisons that are fair and can be checked; this one has no date.", "Add what was compared, the source and the month.");
        }
        var terms = TermPatterns.Join(constraint.Terms, loose: false);
        var named = competitors is null ? null : $@"\b{competitors}\b";
        var any = string.Join('|', new[] { terms, named }.OfType<string>());
        return any.Length == 0
            ? ForAPerson(constraint)
            : new(constraint, Verdict.Block, TermPatterns.Compile(any), "The brief forbids naming or comparing with competitors.", "Leave the competitor out.");
    }

    private static BrandRule Price(Constraint constraint, IReadOnlyList<string> languages)
    {
        var discount = RuleSet.Law.Rules.Single(r => r.Id == "law.price.reduction").For(languages, null);
        const string Amount = @"[$€£¥] ?\d[\d.,]*|\d[\d.,]* ?([$€£¥]|\b(eur|usd|gbp|chf|euros?|dollars?|pounds?|franken|reais|jpy|yen|kr|zl)\b)";
        if (constraint.Effect != ConstraintEffect.Forbids)
        {
            return new(constraint, Verdict.Revise, TermPatterns.Compile(Amount, unless: null), "The brief sets terms for price claims, and this line holds a price.",
                $"Check the price against what the brief asks for (“{constraint.Evidence.Quote}”) before it goes out.");
        }
        var text = Folding.FoldString(string.Join(' ', constraint.Terms.Append(constraint.Meaning).Append(constraint.Evidence.Quote)));
        var aboutDiscounts = discount.Find.IsMatch(text);
        var terms = TermPatterns.Join(constraint.Terms, loose: true);
        var find = string.Join('|', new[] { aboutDiscounts ? discount.Find.ToString() : Amount, terms }.OfType<string>());
        return new(constraint, Verdict.Block, TermPatterns.Compile(find, discount.Unless?.ToString()),
            aboutDiscounts ? "The brief forbids discounts." : "The brief forbids prices in public lines.", "Leave the offer out.");
    }

    private static Verdict Severity(Constraint constraint) => constraint.Effect == ConstraintEffect.Forbids ? Verdict.Block : Verdict.Revise;

    private static BrandRule ForAPerson(Constraint constraint) => new(constraint, Verdict.Revise, null, "", "");

    [GeneratedRegex("""["“„«'‘](?<term>[^"“”„«»'‘’]{2,60})["”“»'’]""", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
