using System.Globalization;
using RaptorFlow.Agents;
using RaptorFlow.Guild.Guardian.Rulebook;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.AdvertisingLaw;

/// <summary>Compares a review with what the rules find: it may hold more, never less.</summary>
internal static class ReviewValidation
{
    public static IEnumerable<OutputProblem> Check(ComplianceInput input, ComplianceReview output, DateOnly today)
    {
        var checker = new LineChecker(input, today);
        var lines = input.AllLines().ToList();
        if (!output.Lines.Select(l => (l.LineId, l.Text)).SequenceEqual(lines.Select(l => (l.Id, l.Text))))
        {
            yield return new("lines", $"must be the {lines.Count} lines given, in their order, with their texts unchanged.");
            yield break;
        }
        if (!output.Jurisdictions.SequenceEqual(checker.Places.Codes))
            yield return new("jurisdictions", $"must be [{string.Join(", ", checker.Places.Codes)}], as read from the brief.");
        for (var i = 0; i < lines.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"lines[{i}]");
            foreach (var problem in CheckLine(path, checker.Check(lines[i]), output.Lines[i], input.Fundamentals))
                yield return problem;
        }
        var worst = output.Lines.Select(l => l.Verdict).DefaultIfEmpty(Verdict.Approve).Max();
        if (output.Verdict != worst)
            yield return new("verdict", $"must be the worst of the lines', {Name(worst)}.");
    }

    private static IEnumerable<OutputProblem> CheckLine(string path, LineReview found, LineReview given, Fundamentals fundamentals)
    {
        foreach (var missing in found.Violations.Where(v => !given.Violations.Any(g => Same(g, v))))
            yield return new($"{path}.violations", $"{missing.RuleId} at {missing.Start}, {missing.Length} characters, was found by the rules and must stay, with its policy, citation and severity.");
        var worst = given.Violations.Select(v => v.Severity).DefaultIfEmpty(Verdict.Approve).Max();
        if (given.Verdict != worst)
            yield return new($"{path}.verdict", $"must be the worst of its violations', {Name(worst)}.");
        for (var i = 0; i < given.Violations.Count; i++)
        {
            foreach (var problem in CheckViolation(string.Create(CultureInfo.InvariantCulture, $"{path}.violations[{i}]"), given.Text, given.Violations[i], fundamentals))
                yield return problem;
        }
    }

    private static IEnumerable<OutputProblem> CheckViolation(string path, string text, Violation violation, Fundamentals fundamentals)
    {
        if (violation.Start < 0 || violation.Length < 1 || (long)violation.Start + violation.Length > text.Length)
            yield return new(path, $"the span must lie within the line's {text.Length} characters.");
        if (violation.Severity == Verdict.Approve)
            yield return new($"{path}.severity", "must be revise or block.");
        if (string.IsNullOrWhiteSpace(violation.Message) || string.IsNullOrWhiteSpace(violation.Suggestion))
            yield return new(path, "message and suggestion must say what is wrong and what would be right.");
        if (!RuleSet.Law.Rules.Any(r => r.Id == violation.RuleId) && !fundamentals.Constraints.Any(c => c.Id == violation.RuleId))
            yield return new($"{path}.rule_id", $"'{violation.RuleId}' is neither a rule of this guild nor a constraint of the brief.");
        else if (!Cites(violation, fundamentals))
            yield return new($"{path}.citation", $"must be a citation that rule {violation.RuleId} holds.");
    }

    private static bool Cites(Violation violation, Fundamentals fundamentals) =>
        fundamentals.Constraints.Any(c => c.Id == violation.RuleId && violation.Citation.Contains(c.Evidence.Source, StringComparison.Ordinal))
        || RuleSet.Law.Rules.Any(r => r.Id == violation.RuleId && r.Ground.Entries.Any(e => violation.Citation.Contains(e.Citation, StringComparison.Ordinal)));

    private static bool Same(Violation given, Violation found) =>
        given.RuleId == found.RuleId && given.Start == found.Start && given.Length == found.Length
        && given.Severity >= found.Severity && given.Policy == found.Policy && given.Citation == found.Citation;

    private static string Name(Verdict verdict) => verdict.ToString().ToLowerInvariant();
}
