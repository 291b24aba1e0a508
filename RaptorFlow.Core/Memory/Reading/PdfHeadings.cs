using System.Text;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Guesses which blocks are headings: those in larger letters than most of the text is in.</summary>
internal static class PdfHeadings
{
    private const double Larger = 1.15;

    /// <returns>The size, in points, from which on letters are a heading's.</returns>
    public static double Smallest(IReadOnlyList<PdfPageText> pages)
    {
        var body = pages.SelectMany(page => page.Blocks).GroupBy(block => Math.Round(block.Size * 2) / 2).MaxBy(size => size.Sum(block => (long)block.Text.Length));
        return (body?.Key ?? 0) * Larger;
    }

    /// <summary>Each page under its number, so that what is found can be looked up.</summary>
    public static string Markdown(IReadOnlyList<PdfPageText> pages, double smallest, string? title)
    {
        var text = new StringBuilder();
        if (title is not null)
            text.Append("# ").Append(string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Append("\n\n");
        foreach (var page in pages.Where(page => page.Blocks.Count > 0))
        {
            text.Append(FormattableString.Invariant($"## Page {page.Number}\n\n"));
            foreach (var block in page.Blocks.Where(block => block.Text != title))
            {
                var marker = block.IsHeading(smallest) ? "### " : block.Text[0] is '#' or '>' or '=' ? "\\" : "";
                text.Append(marker).Append(block.Text).Append("\n\n");
            }
        }
        return text.ToString();
    }
}
