using RaptorFlow.Guild.Research.Grounding;
using RaptorFlow.Marketing;

namespace RaptorFlow.Guild.Research.Market;

/// <summary>Whom a figure is about.</summary>
internal enum FigureSubject
{
    Unknown,
    Market,
    Own,
    Rival,
}

/// <summary>A sentence of the evidence with what stands around it.</summary>
/// <param name="Quote">The sentence, verbatim.</param>
/// <param name="Language">Its language.</param>
/// <param name="Label">The words of the field's name; empty for documents.</param>
/// <param name="Before">The sentence before it in the same passage.</param>
/// <param name="Inherited">Whom what stands before, the heading or the title speaks of.</param>
internal sealed record FigureSentence(Evidence Quote, string Language, string Label, FigureSentence? Before, FigureSubject Inherited)
{
    public string Text => Quote.Quote;

    /// <summary>The text in the form in which phrases are looked for.</summary>
    public string Normalised { get; } = Phrase.Normalise(Quote.Quote);

    /// <summary>The sentence with the one before it.</summary>
    public string InContext => Before is null ? Text : $"{Before.Text} {Text}";

    public bool IsField => !Quote.Source.Contains('#', StringComparison.Ordinal);

    public bool Figure(string topic) => MarketCues.Figure(topic, Language, Text);

    public bool Subject(string topic) => MarketCues.Subject(topic, Language, Text);
}
