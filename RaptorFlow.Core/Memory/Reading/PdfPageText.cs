using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis;
using UglyToad.PdfPig.DocumentLayoutAnalysis.PageSegmenter;
using UglyToad.PdfPig.DocumentLayoutAnalysis.ReadingOrderDetector;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>A paragraph or heading of a page.</summary>
/// <param name="Text">On one line.</param>
/// <param name="Size">Of its letters, in points.</param>
/// <param name="Lines">How many lines it took.</param>
internal sealed record PdfBlock(string Text, double Size, int Lines)
{
    private const int LongestHeading = 150;

    public bool IsHeading(double smallest) => Size >= smallest && Lines <= 3 && Text.Length <= LongestHeading && Text.Any(char.IsLetter);
}

/// <summary>What a page says, in the order of reading.</summary>
internal sealed record PdfPageText(int Number, IReadOnlyList<PdfBlock> Blocks)
{
    private const int MostLetters = 100_000;
    private const int MostOrdered = 300;

    public int Characters => Blocks.Sum(block => block.Text.Length);

    public static PdfPageText Of(Page page)
    {
        if (page.Letters.Count > MostLetters)
            throw UnreadableException.TooComplex(FormattableString.Invariant($"Page {page.Number} of the PDF holds more than {MostLetters:N0} letters."));
        var words = page.GetWords().ToList();
        if (words.Count == 0)
            return new(page.Number, []);
        var blocks = DocstrumBoundingBoxes.Instance.GetBlocks(words);
        // Every block is compared with every other; a page of more is a table or a plan, read from its top down.
        var ordered = blocks.Count <= MostOrdered
            ? UnsupervisedReadingOrderDetector.Instance.Get(blocks)
            : blocks.OrderByDescending(block => block.BoundingBox.Top).ThenBy(block => block.BoundingBox.Left);
        return new(page.Number, [.. ordered.Select(Block).Where(block => block.Text.Length > 0)]);
    }

    private static PdfBlock Block(TextBlock block)
    {
        var text = "";
        foreach (var line in block.TextLines.Select(line => line.Text.Trim()).Where(line => line.Length > 0))
            text = Join(text, line);
        var sizes = block.TextLines.SelectMany(line => line.Words).SelectMany(word => word.Letters).Select(letter => letter.PointSize).Order().ToList();
        return new(text.Replace('\n', ' '), sizes.Count == 0 ? 0 : sizes[sizes.Count / 2], block.TextLines.Count);
    }

    // A hyphen at the end of a line before a small letter was the typesetter's.
    private static string Join(string text, string line) => text switch
    {
        "" => line,
        [.., var before, '-'] when char.IsLetter(before) && char.IsLower(line[0]) => string.Concat(text.AsSpan(0, text.Length - 1), line),
        _ => $"{text} {line}",
    };
}
