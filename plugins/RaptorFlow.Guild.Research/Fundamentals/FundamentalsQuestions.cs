using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.CompanyFundamentals;

/// <summary>Asks for what is missing, the most valuable first.</summary>
internal static class FundamentalsQuestions
{
    public static IReadOnlyList<OpenQuestion> Of(Marketing.Fundamentals read, BriefReading reading, int most) => [.. All(read, reading).Take(most)];

    private static IEnumerable<OpenQuestion> All(Marketing.Fundamentals read, BriefReading reading)
    {
        var name = read.Company.Name;
        if (read.Products.Count == 0)
            yield return new($"What does {name} sell or give, and what does each cost?", "products") { Why = "Everything else builds on it." };
        if (read.Segments.Count == 0)
            yield return new($"Who buys from {name} or uses what it offers? Name the two or three most important groups.", "target_customers") { Why = "Personas, messages and channels depend on it." };
        if (read.Goal is null)
            yield return new($"What should be different for {name} when this campaign is over, by how much and by when?", "goal") { Why = "Without a goal there is nothing to plan towards." };
        foreach (var contradiction in read.Contradictions.Take(2))
            yield return new($"{contradiction.Statement} Which is right?", contradiction.Evidence[^1].Source) { Why = "Two statements of the brief cannot both hold." };
        if (read.Budget is null)
            yield return new($"How much can {name} spend, in which currency, and per month, per quarter or for the whole campaign?", "budget") { Why = "Decides how many channels make sense." };
        else if (read.Budget.Given.Currency == BudgetReader.NoCurrency)
            yield return new($"In which currency is the budget of {BudgetReader.Amount(read.Budget.Given).Replace(" (currency not stated)", "", StringComparison.Ordinal)}?", "budget.currency");
        else if (!BudgetReader.NamesPeriod(reading))
            yield return new($"Is the budget of {BudgetReader.Amount(read.Budget.Given)} for a month, a quarter, a year or one campaign?", "budget.period") { Why = "It was read as one campaign's." };
        if (read.Scope.Reach == MarketReach.Unknown)
            yield return new($"Where are the customers of {name}: one town, a region, a country, several?", "geographies") { Why = "A local business gets no national plan." };
        if (read.Differentiators.Count == 0)
            yield return new(read.Competitors.Count > 0 ? $"Why do people choose {name} over {read.Competitors[0].Name}?" : $"Why do people choose {name} and not someone else?", "differentiators") { Why = "Positioning is built from it." };
        if (read.Goal is { Target: null } goal)
            yield return new($"How much of “{goal.Metric}” would be a success, and how much is it today?", "goal") { Why = "A target needs a starting point." };
        if (read.Goal is { Period: null })
            yield return new("By when should the goal be reached?", "goal");
        if (read.Competitors.Count == 0)
            yield return new($"What would customers of {name} use or buy if it did not exist?", "competitors");
        else if (read.Products.Count > 0 && read.Competitors.Where(c => c.Note is null).Select(c => c.Name).Take(3).ToList() is { Count: > 0 } bare)
            yield return new($"Which of your products do {string.Join(" and ", bare)} compete with?", $"competitors[{IndexOf(read, bare[0])}].note");
        if (reading.Brief.RevenueModel is null)
            yield return new($"How does {name} earn its money?", "revenue_model");
    }

    private static string IndexOf(Marketing.Fundamentals read, string competitor)
    {
        var source = read.Competitors.First(c => c.Name == competitor).Evidence.Source;
        return source[(source.IndexOf('[', StringComparison.Ordinal) + 1)..source.IndexOf(']', StringComparison.Ordinal)];
    }
}
