using RaptorFlow.Agents;
using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;
using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Refuses sizes and findings whose numbers neither stand in their quotations nor follow from numbers that do.</summary>
internal static class MarketChecks
{
    private const int MostInputs = 6;

    public static IEnumerable<OutputProblem> Problems(FactBook book, MarketAssessment output)
    {
        MarketSize? whole = null;
        foreach (var (name, size) in new[] { ("tam", output.Tam), ("sam", output.Sam), ("som", output.Som) })
        {
            foreach (var problem in Form(name, size).Concat(Inputs(book, name, size, whole)).Concat(Ends(book, name, size)))
                yield return problem;
            whole = size;
        }
        foreach (var segment in output.Segments.Where(s => s.Count is not null && !s.Evidence.Any(e => Holds(book, e, s.Count!))))
            yield return new("segments", $"The count of {segment.SegmentId} stands in none of its quotations.");
        foreach (var problem in Findings(book, "growth", output.Growth).Concat(Findings(book, "own_position", output.OwnPosition)))
            yield return problem;
    }

    private static IEnumerable<OutputProblem> Form(string name, MarketSize size)
    {
        if ((size.Low ?? size.High) is not null && size.Method == "not_computable")
            yield return new(name, "A size needs a method.");
        if (size.Method == "not_computable" && !size.Inputs.Any(i => i.Value is null))
            yield return new($"{name}.inputs", "Name the missing figures.");
        if (size is { Low: { } low, High: { } high } && (low.Amount > high.Amount || low.Currency != high.Currency))
            yield return new(name, "Low must not be above high, and both are of one currency.");
        if (size.Inputs.Count > MostInputs)
            yield return new($"{name}.inputs", $"At most {MostInputs} figures make a formula that a person can check.");
        foreach (var missing in size.Inputs.Where(i => i.Value is null && string.IsNullOrWhiteSpace(i.WhereToFind)))
            yield return new($"{name}.inputs", $"Say what kind of source would have “{missing.Name}”.");
    }

    // An input without a quotation is the size computed before, and nothing else.
    private static IEnumerable<OutputProblem> Inputs(FactBook book, string name, MarketSize size, MarketSize? whole)
    {
        foreach (var input in size.Inputs.Where(i => i.Value is not null))
        {
            var holds = input.Evidence is { } evidence
                ? Holds(book, evidence, input.Value!)
                : whole?.Low is { } low && input.Value!.Low == low.Amount && (input.Value.High is null || input.Value.High == whole.High?.Amount);
            if (!holds)
                yield return new($"{name}.inputs", $"“{input.Name}” has a value that its quotation does not hold; leave it missing.");
        }
    }

    private static IEnumerable<OutputProblem> Ends(FactBook book, string name, MarketSize size)
    {
        foreach (var (end, amount) in new[] { ("low", size.Low), ("high", size.High) })
        {
            if (amount is not null && !Follows(book, size, amount))
                yield return new($"{name}.{end}", $"{Wording.Amount(amount)} does not follow from the inputs: one of them is money of this currency, multiplied by the others.");
        }
    }

    // Money alone is a market's size only where it is told of the market.
    private static bool Follows(FactBook book, MarketSize size, Money amount)
    {
        var known = size.Inputs.Where(i => i.Value is not null).Take(MostInputs).ToList();
        var others = known.Where(i => !PlacedQuantity.IsCurrency(i.Value!.Unit)).Select(Factors).ToList();
        return known.Where(i => i.Value!.Unit == amount.Currency).Any(money =>
            Arithmetic.IsProduct(amount.Amount, Factors(money), others, alone: money.Evidence is { } told && IsOfMarket(book, told)));
    }

    private static bool IsOfMarket(FactBook book, Evidence told) =>
        MarketCues.Figure("market_value", book.LanguageOf(told), told.Quote) || MarketCues.Subject("market_word", book.LanguageOf(told), told.Quote) || MarketCues.Figure("worth", book.LanguageOf(told), told.Quote);

    // A figure may count by the month, and a percentage counts as a part of one.
    private static IReadOnlyList<decimal> Factors(MarketInput input)
    {
        var scale = input.Value!.Unit == "%" ? 0.01m : 1;
        var often = input.Evidence is { } evidence ? MarketCues.Recurrence(evidence.Quote)?.Times : null;
        return [.. new[] { input.Value.Low, input.Value.High }.OfType<decimal>().SelectMany(v => new[] { v * scale, v * scale * (often ?? 1) }).Distinct()];
    }

    private static bool Holds(FactBook book, Evidence evidence, Quantity value)
    {
        var known = Figures(book, evidence);
        if (MarketCues.Recurrence(evidence.Quote) is { } recurrence)
            known.Add(recurrence.Times);
        return new[] { value.Low, value.High }.OfType<decimal>().All(known.Contains);
    }

    private static IEnumerable<OutputProblem> Findings(FactBook book, string field, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var known = finding.Evidence.SelectMany(e => Figures(book, e)).Concat(finding.Evidence.Select(e => e.Date).Append(null).Select(Year).OfType<decimal>()).ToHashSet();
            var years = known.Where(k => k is >= 1800 and < 2200).ToList();
            var often = finding.Evidence.Select(e => MarketCues.Recurrence(e.Quote)?.Times).OfType<decimal>().Distinct().ToList();
            foreach (var number in Stated(finding.Statement).Where(n => !known.Contains(n) && !often.Contains(n)))
            {
                if (finding.Basis == FindingBasis.Stated || !Arithmetic.Follows(number, [.. known], years, often))
                    yield return new(field, $"{Wording.Number(number)} in “{finding.Statement}” neither stands in its quotations nor follows from them.");
            }
        }
    }

    // Our own sentences are in English; what they quote is in its own language.
    private static HashSet<decimal> Stated(string statement) => [.. Numbers.Read(Unquoted(statement), "en").SelectMany(q => new[] { q.Low, q.High }).OfType<decimal>()];

    private static string Unquoted(string statement)
    {
        var (open, close) = (statement.IndexOf('“', StringComparison.Ordinal), statement.LastIndexOf('”'));
        return open >= 0 && close > open ? statement.Remove(open, close - open + 1) : statement;
    }

    private static HashSet<decimal> Figures(FactBook book, Evidence evidence)
    {
        var values = new[] { book.LanguageOf(evidence), "en" }.Distinct().SelectMany(l => Numbers.Read(evidence.Quote, l))
            .SelectMany(q => new[] { q.Low, q.High }).OfType<decimal>().ToHashSet();
        foreach (var year in Words.Tokens(evidence.Quote).Select(Year).OfType<decimal>())
            values.Add(year);
        return values;
    }

    private static decimal? Year(string? text) =>
        text is { Length: >= 4 } && int.TryParse(text.AsSpan(0, 4), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var year) && year is >= 1800 and < 2200 ? year : null;
}
