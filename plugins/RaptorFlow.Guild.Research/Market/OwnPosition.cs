using System.Globalization;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>The company's own place: whom it reaches, what it takes in, its share; as told, and as told figures give it.</summary>
internal static class OwnPosition
{
    private static readonly string[] Names = ["own_count", "own_revenue", "won_share"];

    public static IEnumerable<Finding> Find(FactBook book, IReadOnlyList<MarketFigure> figures)
    {
        foreach (var fact in book.Under("size").Where(f => f.Quote.Any(char.IsDigit)))
        {
            var label = fact.Source["size.".Length..].Replace('_', ' ');
            if (!MarketCues.Subject("no_position", "any", label))
                yield return Finding.Stated($"{label}: {fact.Quote}", fact);
        }
        var own = figures.Where(f => f.Own).ToList();
        var told = own.Where(f => Names.Contains(f.Kind) && !f.Sentence.Source.StartsWith("size", StringComparison.Ordinal)).DistinctBy(f => f.Sentence).ToList();
        foreach (var figure in told)
            yield return Finding.Stated($"{Name(figure.Kind)}: “{figure.Sentence.Quote}”", figure.Sentence);
        var income = own.Exists(f => f.Kind == "own_revenue") ? null : Income(own);
        if (income is not null)
            yield return income;
        if (Share(figures) is { } share)
            yield return share;
    }

    private static string Name(string kind) => kind switch
    {
        "own_count" => "Reached",
        "own_revenue" => "Own revenue",
        _ => "Own share",
    };

    /// <summary>People who pay × what each pays × how often, where all are told of the same people.</summary>
    private static Finding? Income(List<MarketFigure> own)
    {
        var counts = own.FindAll(f => f.Kind == "own_count" && !f.IsRate);
        foreach (var value in own.Where(f => f.Kind is "ticket" or "annual_value"))
        {
            var count = counts.FindLast(f => f.Sentence == value.Sentence)
                ?? counts.FindLast(f => f.Sentence.Source == value.Sentence.Source && value.Kind == "annual_value");
            var times = own.Find(f => f.Kind == "frequency" && f.Sentence == value.Sentence);
            if (count is null || (value.Kind == "ticket" && times is null))
                continue;
            var often = times is not null && value.Kind == "ticket" ? times.Low : value.Value.Low is > 0 and var once ? value.Low / once : 1;
            var year = count.Year is { } of ? string.Create(CultureInfo.InvariantCulture, $" ({of})") : "";
            return Finding.Derived(
                $"About {Wording.Number(count.Low * (value.Value.Low ?? 0) * often)} {value.Currency} a year from {Number(count.Value)} {count.Value.Unit}{year}.",
                $"{Number(count.Value)} {count.Value.Unit} × {Number(value.Value)} {value.Currency}{(often == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" × {often:0} times a year"))}, the average taken as that of one payment",
                [.. new[] { count.Sentence, value.Sentence }.Distinct()]);
        }
        return null;
    }

    /// <summary>Own revenue ÷ the market's value, or own customers ÷ those counted, of the same year.</summary>
    private static Finding? Share(IReadOnlyList<MarketFigure> figures)
    {
        foreach (var (own, whole, what) in new[] { ("own_revenue", "market_value", "the market's value"), ("own_count", "count", "those counted in the market") })
        {
            foreach (var part in figures.Where(f => f.Kind == own && f.Low > 0))
            {
                var of = figures.FirstOrDefault(f => f.Kind == whole && f.Low >= part.Low && f.Currency == part.Currency && f.Noun == part.Noun && (f.Year == part.Year || f.Year is null || part.Year is null));
                if (of is not null)
                {
                    return Finding.Derived(
                        $"About {Wording.Percent(Math.Round(part.Low / of.Low, 4))} of {what}.",
                        $"{Wording.Number(part.Low)} ÷ {Wording.Number(of.Low)}",
                        part.Sentence, of.Sentence);
                }
            }
        }
        return null;
    }

    private static string Number(Quantity value) => Wording.Number(value.Low ?? value.High ?? 0);
}
