namespace RaptorFlow.Cli.Report.Model;

/// <summary>The report, before it is HTML or Markdown.</summary>
internal sealed record ReportDocument(string Company, string Title, string Byline, IReadOnlyList<Block> Opening, IReadOnlyList<Section> Sections)
{
    public IEnumerable<Figure> Figures() => Opening.Concat(Sections.SelectMany(s => s.Blocks)).SelectMany(Within).OfType<Picture>().Select(p => p.Figure);

    private static IEnumerable<Block> Within(Block block) => block switch
    {
        Folded folded => folded.Blocks.SelectMany(Within).Prepend(block),
        Cards cards => cards.Items.SelectMany(c => c.Blocks).SelectMany(Within).Prepend(block),
        _ => [block],
    };
}

/// <summary>A part of the report.</summary>
/// <param name="Id">Its anchor: lower-case letters and hyphens.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Intro">One line on what it answers.</param>
/// <param name="Blocks">What it says.</param>
internal sealed record Section(string Id, string Title, string Intro, IReadOnlyList<Block> Blocks);
