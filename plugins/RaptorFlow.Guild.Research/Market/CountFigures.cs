using RaptorFlow.Reading;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Reads counts: of the market, of those the company reaches, and how often something is done in a year.</summary>
internal sealed class CountFigures(SubjectReader subjects, MarketScopeWords scope)
{
    private const int FewestOfAMarket = 10;
    private const int MostTimes = 1000;
    private const int NearWords = 4;

    public IEnumerable<MarketFigure> Of(FigureSentence sentence, IReadOnlyList<PlacedQuantity> quantities)
    {
        (MarketFigure Figure, CountedNoun Noun)? last = null;
        foreach (var quantity in quantities)
        {
            if (Frequency(sentence, quantity) is { } times)
            {
                yield return times;
                continue;
            }
            var targets = scope.Targets(sentence.Language);
            var noun = CountedNoun.After(sentence, quantity, targets) ?? CountedNoun.BeforeColon(sentence, quantity, targets);
            if (noun is null && last is { } before && IsCompared(sentence, quantity))
            {
                // "up from 270": the same thing at another time; the word before it is no bound.
                var value = quantity.Value with { Low = quantity.Value.Low ?? quantity.Value.High, High = quantity.Value.Low ?? quantity.Value.High, Unit = before.Noun.Word };
                yield return FigureReader.Make(before.Figure.Kind, value, 1, null, sentence) with { Own = before.Figure.Own, Noun = before.Figure.Noun };
                continue;
            }
            last = null;
            if (noun is not null && Kind(sentence, quantity, noun) is { } kind)
            {
                var value = quantity.Value with { Unit = noun.Word, Text = sentence.Text[quantity.Start..Math.Max(noun.End, quantity.NumberEnd)].Trim() };
                var figure = FigureReader.Make(kind, value, 1, null, sentence) with { Own = kind == "own_count", IsRate = quantity.IsRate, Class = noun.Class, Noun = Words.Stem(noun.Word, sentence.Language) };
                last = (figure, noun);
                yield return figure;
            }
        }
    }

    private string? Kind(FigureSentence sentence, PlacedQuantity quantity, CountedNoun noun)
    {
        if (noun.Class == "staff" || Near(sentence, quantity, "contact") || Near(sentence, quantity, "heads") || sentence.Subject("questioned"))
            return null;
        if (sentence.IsField && MarketCues.Subject("no_position", "any", sentence.Label))
            return null;
        return subjects.At(sentence, quantity) switch
        {
            FigureSubject.Rival => null,
            FigureSubject.Own => IsReached(sentence, noun) ? "own_count" : null,
            _ => IsMarket(sentence, quantity, noun) ? "count" : null,
        };
    }

    private bool IsReached(FigureSentence sentence, CountedNoun noun)
    {
        var takes = sentence.Subject("takes");
        // A field of the brief need not speak of customers at all, unless it says we or tells what they do.
        if (sentence.IsField && !sentence.Quote.Source.StartsWith("size", StringComparison.Ordinal) && !takes && !subjects.NamesUs(sentence))
            return false;
        return noun.Class switch
        {
            "buyers" or "households" => true,
            "organisations" or "target" => takes || !sentence.Subject("runs"),
            "people" => takes || sentence.Quote.Source.StartsWith("size", StringComparison.Ordinal),
            _ => false,
        };
    }

    private bool IsMarket(FigureSentence sentence, PlacedQuantity quantity, CountedNoun noun) =>
        quantity.Value.Low >= FewestOfAMarket && !quantity.IsRate && scope.MayBuy(noun, sentence.Language)
        && (sentence.Figure("population") || scope.NamesPlace(sentence.Text, sentence.Language) || (sentence.Before is { } before && before.Figure("population") && noun.Class != "target"))
        && scope.IsAbout(sentence.InContext, sentence.Language);

    private static MarketFigure? Frequency(FigureSentence sentence, PlacedQuantity quantity) =>
        quantity.Value.Low < MostTimes && sentence.Figure("frequency") && MarketCues.Recurrence(sentence.Text) is { } recurrence
            ? FigureReader.Make("frequency", quantity.Value, recurrence.Times, null, sentence) : null;

    private static bool Near(FigureSentence sentence, PlacedQuantity quantity, string topic) =>
        MarketCues.Subject(topic, sentence.Language, PlacedQuantity.LastWords(sentence.Text[..quantity.Start], NearWords));

    private static bool IsCompared(FigureSentence sentence, PlacedQuantity quantity) =>
        MarketCues.Figure("compared", sentence.Language, PlacedQuantity.LastWords($"{quantity.Lead} {quantity.Value.Text}", NearWords));
}
