namespace RaptorFlow.Guild.Research.Market;

/// <summary>Reads percentages: the part of the market that is served, and the part that is won. Rates of growth and of anything else are no shares.</summary>
internal sealed class ShareFigures(SubjectReader subjects, MarketScopeWords scope)
{
    public IEnumerable<MarketFigure> Of(FigureSentence sentence, IReadOnlyList<PlacedQuantity> shares, IReadOnlyList<MarketFigure> figures)
    {
        foreach (var share in shares)
        {
            var subject = subjects.At(sentence, share);
            if (sentence.Figure("won_share") && subject == FigureSubject.Own)
                yield return FigureReader.Make("won_share", share.Value, 1, null, sentence) with { Own = true };
            else if (!sentence.Figure("growth") && subject is not (FigureSubject.Own or FigureSubject.Rival) && IsOfTheCounted(sentence, figures))
                yield return FigureReader.Make("served_share", share.Value, 1, null, sentence);
        }
    }

    // "20 % of them have employees": what they are must have been counted just before, and what they have must be what the company looks for.
    private bool IsOfTheCounted(FigureSentence sentence, IReadOnlyList<MarketFigure> figures) =>
        sentence.Figure("served_share") && scope.IsAbout(sentence.Text, sentence.Language)
        && figures.Any(f => f.Kind is "count" && (f.Sentence == sentence.Quote || f.Sentence == sentence.Before?.Quote));
}
