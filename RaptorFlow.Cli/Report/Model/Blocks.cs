namespace RaptorFlow.Cli.Report.Model;

internal abstract record Block;

internal sealed record Paragraph(Prose Text, ParagraphStyle Style = ParagraphStyle.Body) : Block;

internal enum ParagraphStyle
{
    Body,
    Lead,
    Small,
}

internal sealed record Heading(string Text) : Block;

internal sealed record Bullets(IReadOnlyList<Prose> Items) : Block;

internal sealed record DataTable(string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Prose>> Rows) : Block;

internal sealed record Column(string Name, bool Numeric = false);

internal sealed record Picture(Figure Figure) : Block;

/// <summary>A drawing that says in words what it shows.</summary>
/// <param name="Name">Unique in the report; names the file beside the Markdown.</param>
/// <param name="Title">What it is.</param>
/// <param name="Description">What it shows, for those who do not see it.</param>
/// <param name="Svg">The drawing, complete and safe to place in HTML.</param>
internal sealed record Figure(string Name, string Title, string Description, string Svg);

/// <summary>A remark that must not be overlooked.</summary>
internal sealed record Callout(Tone Tone, Prose Text) : Block;

/// <summary>A sentence to be seen first.</summary>
internal sealed record Display(Prose Text) : Block;

internal sealed record Cards(IReadOnlyList<Card> Items) : Block;

internal sealed record Card(string? Kicker, Prose Title, IReadOnlyList<Block> Blocks);

internal sealed record Stats(IReadOnlyList<Stat> Items) : Block;

internal sealed record Stat(string Value, string Label);

/// <summary>Detail for those who want it.</summary>
internal sealed record Folded(string Summary, IReadOnlyList<Block> Blocks) : Block;

internal sealed record FootnoteList(IReadOnlyList<Footnote> Notes) : Block;

/// <summary>A source that is referred to by number.</summary>
internal sealed record Footnote(int Number, string Place, string Source, string Quote, string? Date, string? Language);
