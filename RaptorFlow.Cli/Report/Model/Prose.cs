namespace RaptorFlow.Cli.Report.Model;

/// <summary>A run of text with its marks. Every text in it may come from anywhere: renderers escape it.</summary>
internal sealed record Prose(IReadOnlyList<Span> Spans)
{
    public static readonly Prose Empty = new([]);

    public static implicit operator Prose(string text) => text.Length == 0 ? Empty : new([new Words(text)]);

    public static implicit operator Prose(Span span) => new([span]);

    public static Prose operator +(Prose left, Prose right) => new([.. left.Spans, .. right.Spans]);

    public bool IsEmpty => Spans.Count == 0;

    public static Prose Of(params Prose[] parts) => new([.. parts.SelectMany(p => p.Spans)]);

    public static Prose Join(string separator, IEnumerable<Prose> parts)
    {
        var all = new List<Span>();
        foreach (var part in parts.Where(p => !p.IsEmpty))
        {
            if (all.Count > 0)
                all.Add(new Words(separator));
            all.AddRange(part.Spans);
        }
        return new(all);
    }
}

internal abstract record Span;

internal sealed record Words(string Text) : Span;

internal sealed record Strong(string Text) : Span;

/// <summary>Said in passing: how something was worked out, an id.</summary>
internal sealed record Aside(string Text) : Span;

/// <summary>Words of a source or for the public, in a language of their own.</summary>
internal sealed record Quoted(string Text, string? Language) : Span;

internal sealed record Code(string Text) : Span;

/// <summary>The number of a footnote.</summary>
internal sealed record Marker(int Number) : Span;

internal sealed record Badge(string Text, Tone Tone) : Span;

internal enum Tone
{
    Neutral,
    Good,
    Warning,
    Bad,
    Accent,
}
