using System.Globalization;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Finds statements that cannot both hold, and goals or money that a constraint forbids.</summary>
internal static class ContradictionReader
{
    private const decimal Tolerance = 0.005m;

    public static IReadOnlyList<Finding> Read(BriefReading reading, Marketing.Goal? goal, BudgetFact? budget, IReadOnlyList<Constraint> constraints) =>
        [.. SplitSum(budget), .. ForbiddenMoney(budget, constraints), .. ForbiddenGoal(goal, constraints, reading.Language), .. PastDeadline(goal, reading.Today), .. Founding(reading), .. Places(reading, constraints), .. TwoCurrencies(reading, budget), .. Ceiling(budget, constraints, reading.Language)];

    private static IEnumerable<Finding> SplitSum(BudgetFact? budget)
    {
        if (budget is not { Split.Count: > 0 } || Math.Abs(budget.SplitSum - 1) <= Tolerance)
            yield break;
        var sum = Percent(budget.SplitSum);
        yield return Finding.Derived(
            $"The budget split adds up to {sum}, not to 100 %.",
            $"{string.Join(" + ", budget.Split.Select(s => Percent(s.Share)))} = {sum}",
            [.. budget.Split.Select(s => s.Evidence)]);
    }

    private static IEnumerable<Finding> ForbiddenMoney(BudgetFact? budget, IReadOnlyList<Constraint> constraints) =>
        from share in budget?.Split ?? []
        from constraint in constraints
        where constraint is { Effect: ConstraintEffect.Forbids, Subject: ConstraintSubject.Channel } && share.Share > 0 && share.ChannelIds.Intersect(constraint.Terms).Any()
        select Finding.Derived(
            $"The split gives {Percent(share.Share)} to {share.Key}, which {constraint.Id} forbids (“{constraint.Evidence.Quote}”).",
            $"{share.Key} means {string.Join(", ", share.ChannelIds)}; {constraint.Id} forbids {string.Join(", ", constraint.Terms.Intersect(share.ChannelIds))}.",
            share.Evidence, constraint.Evidence);

    private static IEnumerable<Finding> ForbiddenGoal(Marketing.Goal? goal, IReadOnlyList<Constraint> constraints, string language)
    {
        if (goal is null)
            yield break;
        var channels = ChannelNames.InText(goal.Evidence.Quote, language);
        foreach (var constraint in constraints.Where(c => c is { Effect: ConstraintEffect.Forbids, Subject: ConstraintSubject.Channel } && c.Evidence.Source != "goal"))
        {
            var met = channels.Intersect(constraint.Terms).ToList();
            if (met.Count > 0)
                yield return Finding.Derived($"The goal speaks of {string.Join(", ", met.Select(ChannelNames.DisplayName))}, which {constraint.Id} forbids.", "The goal names a channel that a constraint forbids.", goal.Evidence, constraint.Evidence);
        }
    }

    private static IEnumerable<Finding> PastDeadline(Marketing.Goal? goal, DateOnly today)
    {
        if (goal?.Period is { } period && period.To < today)
            yield return Finding.Derived($"The goal's period (“{period.Text}”) is over.", $"It ends on {period.To:yyyy-MM-dd}; today is {today:yyyy-MM-dd}.", goal.Evidence);
    }

    private static IEnumerable<Finding> Founding(BriefReading reading)
    {
        if (reading.At("founded") is not { } stated || Dates.YearIn(stated.Quote) is not { } year)
            yield break;
        foreach (var fact in reading.Facts.Where(f => f.Source is not "founded" && f.Source.Split('[')[0] is not ("competitors" or "past_campaigns" or "products")))
        {
            foreach (var sentence in Sentences.Split(fact.Quote))
            {
                if (FoundingYear(sentence) is { } other && other != year)
                    yield return Finding.Derived($"The founding year is {year} in one place and {other} in another.", $"founded says {year}; {fact.Source} says {other}.", stated, fact with { Quote = sentence });
            }
        }
    }

    // The year must follow its word at once: "since the price rise of 2019" is no founding.
    private static string? FoundingYear(string sentence)
    {
        foreach (var (_, words) in BriefReading.Business.Find(sentence, "founded"))
        {
            var rest = sentence[(sentence.IndexOf(words, StringComparison.Ordinal) + words.Length)..].TrimStart();
            if (rest.StartsWith("in ", StringComparison.Ordinal) || rest.StartsWith("en ", StringComparison.Ordinal))
                rest = rest[3..];
            if (rest.Length >= 4 && Dates.YearIn(rest[..4]) is { } year && (rest.Length == 4 || !char.IsLetterOrDigit(rest[4])))
                return year;
        }
        return null;
    }

    private static IEnumerable<Finding> Places(BriefReading reading, IReadOnlyList<Constraint> constraints)
    {
        var wide = reading.Under("geographies").FirstOrDefault(g => BriefReading.Business.Find(g.Quote, "reach").Any(h => h.Key is "international" or "national"));
        if (wide is null)
            yield break;
        foreach (var limit in constraints.Where(c => c is { Effect: ConstraintEffect.Limits, Subject: ConstraintSubject.Geography } && c.Evidence.Source != wide.Source))
            yield return Finding.Derived($"The brief serves “{wide.Quote}” and is limited to “{limit.Evidence.Quote}” ({limit.Id}).", "A wide market and a limit on where to sell; the limit is followed.", wide, limit.Evidence);
    }

    private static IEnumerable<Finding> TwoCurrencies(BriefReading reading, BudgetFact? budget)
    {
        if (budget is null)
            yield break;
        foreach (var fact in reading.Under("budget").Concat(reading.Under("goal")))
        {
            var other = MoneyReader.Read(fact.Quote, reading.Language).Select(m => m.Amount).FirstOrDefault(m => m.Currency != budget.Given.Currency);
            if (other is not null && budget.Given.Currency != BudgetReader.NoCurrency)
                yield return Finding.Derived($"The budget is in {budget.Given.Currency}, and “{fact.Quote}” speaks of {other.Currency}.", "Two currencies for the same money; nothing was converted.", [.. budget.Evidence, fact]);
        }
    }

    private static IEnumerable<Finding> Ceiling(BudgetFact? budget, IReadOnlyList<Constraint> constraints, string language)
    {
        if (budget?.Monthly is not { } monthly)
            yield break;
        foreach (var limit in constraints.Where(c => c is { Effect: ConstraintEffect.Limits, Subject: ConstraintSubject.Budget }))
        {
            var most = MoneyReader.Read(limit.Evidence.Quote, language).Select(m => m.Amount).FirstOrDefault(m => m.Currency == monthly.Currency);
            var perMonth = Lexicon.For(language).Find(limit.Evidence.Quote, "per").Any(h => h.Key == "month");
            if (most is not null && perMonth && monthly.Amount > most.Amount)
                yield return Finding.Derived($"The budget is {BudgetReader.Amount(monthly)} a month, above the limit of {BudgetReader.Amount(most)} ({limit.Id}).", budget.Arithmetic, [.. budget.Evidence, limit.Evidence]);
        }
    }

    private static string Percent(decimal share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}
