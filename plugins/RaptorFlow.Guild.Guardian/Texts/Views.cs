namespace RaptorFlow.Guild.Guardian.Texts;

/// <summary>
/// The ways a reader could read a text: as it stands, with letters that were spaced out put together, with stops inside words
/// left out, with digits and signs read as the letters they stand for.
/// </summary>
internal static class Views
{
    public static IReadOnlyList<View> Of(string text)
    {
        var folded = Folding.Fold(text);
        var joined = SpacedLetters.Join(folded);
        var views = new List<View> { new(Collapse(folded), Tricked: false) };
        foreach (var other in new[] { joined, InnerStops(folded), LeetSpeak.Read(folded, 'i'), LeetSpeak.Read(folded, 'l'), LeetSpeak.Read(joined, 'i'), LeetSpeak.Read(joined, 'l') })
        {
            var view = Collapse(other);
            if (views.TrueForAll(v => v.Folded.Text != view.Text))
                views.Add(new(view, Tricked: true));
        }
        foreach (var run in SpacedLetters.Runs(folded))
            views.AddRange(new[] { run, LeetSpeak.Read(run, 'i'), LeetSpeak.Read(run, 'l') }.Select(r => new View(r, Tricked: true) { WordsRunTogether = true }));
        return views;
    }

    public static FoldedText Collapse(FoldedText text)
    {
        var builder = new FoldedText.Builder();
        for (var i = 0; i < text.Text.Length; i++)
        {
            if (!char.IsWhiteSpace(text.Text[i]))
                builder.Copy(text, i);
            else if (builder.Last != ' ')
                builder.Copy(text, i, ' ');
        }
        return builder.Build();
    }

    private static FoldedText InnerStops(FoldedText text)
    {
        var builder = new FoldedText.Builder();
        for (var i = 0; i < text.Text.Length; i++)
        {
            var inner = i > 0 && i < text.Text.Length - 1 && "-._*·|~^+".Contains(text.Text[i], StringComparison.Ordinal)
                && char.IsLetter(text.Text[i - 1]) && char.IsLetter(text.Text[i + 1]);
            if (!inner)
                builder.Copy(text, i);
        }
        return builder.Build();
    }
}

/// <summary>One reading of a text.</summary>
/// <param name="Folded">The reading.</param>
/// <param name="Tricked">Whether it differs from what stands there.</param>
internal sealed record View(FoldedText Folded, bool Tricked)
{
    /// <summary>Whether its words stand without spaces between them.</summary>
    public bool WordsRunTogether { get; init; }
}
