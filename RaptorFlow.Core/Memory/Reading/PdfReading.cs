using System.Diagnostics;
using RaptorFlow.Core.Web;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;
using UglyToad.PdfPig.Tokens;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Reads the text of PDFs, page by page, in the order in which people read it.</summary>
internal sealed class PdfReading : IDocumentReader
{
    private const int MostPages = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public ReadDocument Read(RawDocument document, CancellationToken cancellationToken)
    {
        PdfNesting.Check(document.Bytes.Span);
        try
        {
            var filters = new PdfFilters();
            using var pdf = PdfDocument.Open(document.Bytes, new() { UseLenientParsing = true, SkipMissingFonts = true, MaxStackDepth = 64, FilterProvider = filters });
            return Read(pdf, new(pdf.Structure, filters), cancellationToken);
        }
        catch (PdfDocumentEncryptedException e)
        {
            throw new UnreadableException("document_encrypted", "The PDF is encrypted.", "Save it without a password, or send its text.", e);
        }
        catch (Exception e) when (e is not (UnreadableException or OperationCanceledException))
        {
            // What the library throws at files that are none is of many types. Our own limits come wrapped in them at times.
            throw e.GetBaseException() as UnreadableException ?? UnreadableException.Malformed("PDF", e);
        }
    }

    private static ReadDocument Read(PdfDocument pdf, PdfForms forms, CancellationToken cancellationToken)
    {
        if (pdf.NumberOfPages > MostPages)
            throw UnreadableException.TooComplex(FormattableString.Invariant($"The PDF has {pdf.NumberOfPages:N0} pages; {MostPages:N0} are read."));
        forms.Check();
        var (since, pages, characters, pictures) = (Stopwatch.GetTimestamp(), new List<PdfPageText>(), 0L, 0);
        for (var number = 1; number <= pdf.NumberOfPages; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(since) > Patience)
                throw UnreadableException.TooComplex("The PDF takes too long to read.");
            var page = pdf.GetPage(number);
            pictures += page.NumberOfImages;
            pages.Add(PdfPageText.Of(page));
            characters += pages[^1].Characters;
            if (characters > NewDocument.MaximumText)
                throw UnreadableException.TooLong();
        }
        if (characters == 0)
        {
            throw pictures > 0
                ? new UnreadableException("document_scanned", "The PDF holds pictures of pages and no text.", "Have its text recognised (OCR) and send that.")
                : new UnreadableException("document_empty", "There is no text in it.", "Check that it is the right document.");
        }
        var heading = PdfHeadings.Smallest(pages);
        var title = Title(pdf, pages, heading);
        return new(PdfHeadings.Markdown(pages, heading, title), MediaTypes.Pdf)
        {
            Title = title,
            Date = pdf.Information.GetCreatedDateTimeOffset() is { Year: > 1980 } created ? DateOnly.FromDateTime(created.Date) : null,
            LanguageTag = pdf.Structure.Catalog.CatalogDictionary.TryGet<StringToken>(NameToken.Create("Lang"), out var language) ? language.Data : null,
        };
    }

    // Programs write their own name and the file's where nobody gave a title.
    private static string? Title(PdfDocument pdf, List<PdfPageText> pages, double heading)
    {
        var given = pdf.Information.Title?.Trim();
        if (!string.IsNullOrEmpty(given) && !given.StartsWith("Microsoft ", StringComparison.OrdinalIgnoreCase) && !given.StartsWith("untitled", StringComparison.OrdinalIgnoreCase))
            return given;
        return pages[0].Blocks.Where(block => block.IsHeading(heading)).MaxBy(block => block.Size)?.Text;
    }
}
