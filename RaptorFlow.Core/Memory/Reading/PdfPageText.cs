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
    private const double SameSize = 0.1;

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
        return new(page.Number, [.. ordered.SelectMany(BySize).Select(Block).Where(block => block.Text.Length > 0)]);
    }

    /// <summary>A heading that stands close to its paragraph is a block of its own.</summary>
    private static IEnumerable<List<TextLine>> BySize(TextBlock block)
    {
        var part = new List<TextLine>();
        foreach (var line in block.TextLines.Where(line => line.Text.AsSpan().Trim().Length > 0))
        {
            if (part.Count > 0 && Math.Abs(Size(part[^1]) - Size(line)) > Size(line) * SameSize)
            {
                yield return part;
                part = [];
            }
            part.Add(line);
        }
        if (part.Count > 0)
            yield return part;
    }

    private static PdfBlock Block(List<TextLine> lines) =>
        new(lines.Select(line => line.Text.Trim()).Aggregate("", Join).Replace('\n', ' '), lines.Average(Size), lines.Count);

    /// <summary>Of the letter in the middle, in points.</summary>
    private static double Size(TextLine line)
    {
        var sizes = line.Words.SelectMany(word => word.Letters).Select(letter => letter.PointSize).Order().ToList();
        return sizes.Count == 0 ? 0 : sizes[sizes.Count / 2];
    }

    // A hyphen at the end of a line before a small letter was the typesetter's.
    private static string Join(string text, string line) => text switch
    {
        "" => line,
        [.., var before, '-'] when char.IsLetter(before) && char.IsLower(line[0]) => string.Concat(text.AsSpan(0, text.Length - 1), line),
        _ => $"{text} {line}",
    };
}
