using RaptorFlow.Guild.Research.Grounding;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Reads sums of money: what one customer is worth, what the market is worth, what the company takes in, what it asks.</summary>
internal sealed class MoneyFigures(SubjectReader subjects, MarketScopeWords scope)
{
    private const int NearCharacters = 40;

    public IEnumerable<MarketFigure> Of(FigureSentence sentence, IReadOnlyList<PlacedQuantity> amounts)
    {
        foreach (var amount in sentence.Subject("other_money") ? [] : amounts)
        {
            var subject = subjects.At(sentence, amount);
            if (subject == FigureSubject.Rival)
                continue;
            foreach (var figure in Of(sentence, Level(sentence, amount), subject))
                yield return figure with { Own = subject == FigureSubject.Own };
        }
    }

    private IEnumerable<MarketFigure> Of(FigureSentence sentence, PlacedQuantity amount, FigureSubject subject)
    {
        var recurrence = MarketCues.Recurrence(amount.Tail) ?? MarketCues.Recurrence(sentence.Text);
        if (IsAverage(sentence, amount))
            return Average(sentence, amount, recurrence);
        if (subject == FigureSubject.Own && IsRevenue(sentence))
            return [Make("own_revenue", amount, IsMonthly(sentence, recurrence) ? 12 : 1, sentence)];
        if (subject != FigureSubject.Own && IsMarketValue(sentence, amount))
            return [Make("market_value", amount, 1, sentence)];
        return recurrence is not null && IsPrice(sentence, subject)
            ? [Make(sentence.Figure("per_head") ? "head_price" : "list_price", amount, recurrence.Value.Times, sentence)] : [];
    }

    private static bool IsAverage(FigureSentence sentence, PlacedQuantity amount) =>
        sentence.Figure("annual_value") || sentence.Figure("ticket") || AverageNear(sentence, amount);

    private static IEnumerable<MarketFigure> Average(FigureSentence sentence, PlacedQuantity amount, (decimal Times, Phrase Phrase)? recurrence)
    {
        if (sentence.Figure("annual_value"))
            return recurrence is { } year ? [Make("annual_value", amount, year.Times, sentence)] : [];
        var eachTime = sentence.Figure("each_time");
        if (sentence.Figure("ticket") || eachTime)
        {
            var ticket = Make("ticket", amount, 1, sentence);
            return eachTime && recurrence is { } again && !sentence.Figure("frequency") ? [ticket, Frequency(sentence, again)] : [ticket];
        }
        return recurrence is { } times && IsOfCustomers(sentence) ? [Make("annual_value", amount, times.Times, sentence)] : [];
    }

    private static MarketFigure Frequency(FigureSentence sentence, (decimal Times, Phrase Phrase) recurrence) => FigureReader.Make(
        "frequency", new() { Low = recurrence.Times, High = recurrence.Times, Unit = "times a year", Text = recurrence.Phrase.Verbatim(sentence.Text) ?? sentence.Text }, 1, null, sentence);

    private static bool AverageNear(FigureSentence sentence, PlacedQuantity amount) =>
        MarketCues.FigurePhrases("average", sentence.Language).SelectMany(p => p.All(sentence.Normalised))
            .Any(p => p.End <= amount.Position ? amount.Position - p.End <= NearCharacters : p.Start <= amount.ClauseEnd);

    private static bool IsOfCustomers(FigureSentence sentence) =>
        sentence.Subject("takes") || MarketCues.Nouns.Mentions("buyers", sentence.Language, sentence.Text);

    private static bool IsRevenue(FigureSentence sentence) =>
        sentence.Figure("revenue") || (sentence.IsField && MarketCues.Figure("revenue", sentence.Language, sentence.Label))
        || (sentence.IsField && MarketCues.Figure("revenue", "en", sentence.Label));

    private static bool IsMonthly(FigureSentence sentence, (decimal Times, Phrase Phrase)? recurrence) =>
        recurrence is { Times: 12 } || MarketCues.FigurePhrases("monthly_revenue", "any").Any(p => p.In(sentence.Normalised));

    private bool IsMarketValue(FigureSentence sentence, PlacedQuantity amount)
    {
        if (sentence.Figure("market_value") || (sentence.Subject("market_word") && (sentence.Figure("worth") || IsLevel(sentence, amount))))
            return scope.IsThisMarket(sentence.Text, sentence.Language);
        return sentence.Before is { } before && before.Subject("market_word") && sentence.Figure("worth") && scope.IsThisMarket(sentence.InContext, sentence.Language);
    }

    private static bool IsLevel(FigureSentence sentence, PlacedQuantity amount) =>
        sentence.Figure("growth") && MarketCues.Figure("level", sentence.Language, PlacedQuantity.LastWords($"{amount.Lead} {amount.Value.Text}", 5));

    // "grew from 8 billion": that it was at least 8 is not meant.
    private static PlacedQuantity Level(FigureSentence sentence, PlacedQuantity amount) =>
        amount.Value is { Low: { } low, High: null } value && IsLevel(sentence, amount) ? amount with { Value = value with { High = low } } : amount;

    private static bool IsPrice(FigureSentence sentence, FigureSubject subject) =>
        subject == FigureSubject.Own && (sentence.Figure("price") || (sentence.IsField && (sentence.Label.StartsWith("products", StringComparison.Ordinal) || sentence.Label.StartsWith("revenue model", StringComparison.Ordinal))));

    private static MarketFigure Make(string kind, PlacedQuantity amount, decimal times, FigureSentence sentence) =>
        FigureReader.Make(kind, amount.Value, times, amount.Value.Unit, sentence);
}
