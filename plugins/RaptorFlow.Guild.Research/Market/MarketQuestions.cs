using RaptorFlow.Agents;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Asks for each missing figure, and for the average where only a list price is told.</summary>
internal static class MarketQuestions
{
    public static IEnumerable<OpenQuestion> Of(Fundamentals facts, IReadOnlyList<MarketInput> inputs)
    {
        var name = facts.Company.Name;
        foreach (var input in inputs)
        {
            if (input.Value is null)
                yield return new($"Which figure does {name} have for the {Bare(input.Name)}, from which source and year?", "documents") { Why = input.WhereToFind };
            else if (input.Name.EndsWith(MarketSizer.AtListPriceOnly, StringComparison.Ordinal))
                yield return new($"What does an average customer of {name} pay in a year?", "documents") { Why = $"Until then the list price stands in for it: “{input.Evidence?.Quote}”." };
        }
    }

    private static string Bare(string name) => name.StartsWith("the ", StringComparison.Ordinal) ? name[4..] : name;
}
