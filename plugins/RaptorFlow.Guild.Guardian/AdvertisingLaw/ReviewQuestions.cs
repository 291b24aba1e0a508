using RaptorFlow.Agents;
using RaptorFlow.Guild.Guardian.Rulebook;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Guardian.AdvertisingLaw;

/// <summary>What a person must tell before the check is complete.</summary>
internal static class ReviewQuestions
{
    public static IReadOnlyList<OpenQuestion> For(ComplianceInput input, LineChecker checker, ComplianceReview review, int most)
    {
        var name = input.Fundamentals.Company.Name;
        return [.. Scope(name, checker, review).Concat(Proof(review)).Take(most)];
    }

    private static IEnumerable<OpenQuestion> Scope(string name, LineChecker checker, ComplianceReview review)
    {
        if (review.Lines.Count == 0)
            yield return new($"Which lines does {name} want to publish? None was given, so nothing was checked.", "lines") { Why = "an empty check approves nothing" };
        if (checker.Places.Codes.Count == 0)
        {
            yield return new($"In which countries will {name}'s lines appear? No country could be read from the brief, so only the general ICC code was applied.", "geographies")
            {
                Why = "the law of each country would be applied",
            };
        }
        else if (checker.Places.FromSeat)
        {
            yield return new($"Does {name} advertise only where it sits ({string.Join(", ", checker.Places.Codes)})? Its markets could not be read from the brief.", "geographies")
            {
                Why = "other countries have other rules",
            };
        }
        else if (checker.Places.Unknown.Count > 0)
        {
            yield return new($"In which country is {string.Join(", ", checker.Places.Unknown.Select(p => $"“{p}”"))}?", "geographies") { Why = "its rules were not applied" };
        }
        foreach (var language in checker.Languages.Unknown)
        {
            yield return new($"Who can check the lines in '{language}'? No rules are written for that language, so only English words and the brief's own rules were looked for.", "languages")
            {
                Why = "a line in it may break the law unseen",
            };
        }
    }

    private static IEnumerable<OpenQuestion> Proof(ComplianceReview review) =>
        from line in review.Lines
        from violation in line.Violations
        group (line, violation) by violation.RuleId into byRule
        let rule = RuleSet.Law.Rules.FirstOrDefault(r => r.Id == byRule.Key)
        let question = rule?.Question
        where question is not null
        let first = byRule.First()
        let text = first.line.Text.Substring(first.violation.Start, first.violation.Length)
        select new OpenQuestion(question.Replace("{text}", text, StringComparison.Ordinal), "documents")
        {
            Why = $"with it, line {first.line.LineId} could stand",
        };
}
