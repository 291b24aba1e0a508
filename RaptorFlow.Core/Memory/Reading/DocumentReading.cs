using System.Text.RegularExpressions;
using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Memory.Reading;

/// <summary>Makes Markdown of documents of any type that is read, a few at a time: what strangers made can take much memory to read.</summary>
internal sealed partial class DocumentReading : IDisposable
{
    private static readonly Dictionary<string, IDocumentReader> Readers = new(StringComparer.Ordinal)
    {
        [MediaTypes.Plain] = new TextReading(MediaTypes.Plain),
        [MediaTypes.Markdown] = new TextReading(MediaTypes.Markdown),
        [MediaTypes.Html] = new HtmlReading(),
        [MediaTypes.Xhtml] = new HtmlReading(),
        [MediaTypes.Pdf] = new PdfReading(),
        [MediaTypes.Csv] = new CsvReading(),
    };

    private readonly SemaphoreSlim _turns = new(Math.Max(2, Environment.ProcessorCount / 2));

    /// <returns>What it says, or why it cannot be read.</returns>
    public async Task<(ReadDocument? Document, DocumentFault? Fault)> ReadAsync(RawDocument document, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return (await Task.Run(() => Read(document, cancellationToken), cancellationToken), null);
        }
        catch (UnreadableException e)
        {
            return (null, new(e.Code, document.Field, e.Message, e.Suggestion));
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <exception cref="UnreadableException">It cannot be read.</exception>
    internal static ReadDocument Read(RawDocument document, CancellationToken cancellationToken)
    {
        if (document.Bytes.IsEmpty)
            throw Empty();
        var type = DocumentTypes.Of(document)
            ?? throw new UnreadableException("document_type_unknown", "Documents of this type are not read.", "What is read: text, Markdown, HTML, PDF and CSV. Save it as one of these.");
        var read = Readers[type].Read(document, cancellationToken);
        if (!Says().IsMatch(read.Text))
            throw Empty();
        if (read.Text.Length > NewDocument.MaximumText)
            throw UnreadableException.TooLong();
        return read with
        {
            Text = StorableText.Of(LineEnds().Replace(read.Text, "\n"), NewDocument.MaximumText).Trim(),
            Title = Title(read.Title) ?? Title(Path.GetFileNameWithoutExtension(document.FileName)) ?? Title(document.Address?.IdnHost),
            LanguageTag = read.LanguageTag is { Length: <= 35 } tag && LanguageTag().IsMatch(tag) ? tag : null,
        };
    }

    private static UnreadableException Empty() => new("document_empty", "There is no text in it.", "Check that it is the right document.");

    private static string? Title(string? title)
    {
        var spaced = StorableText.Of(Spaces().Replace(title ?? "", " "), NewDocument.MaximumTitle).Trim();
        return spaced.Length == 0 ? null : spaced;
    }

    [GeneratedRegex(@"[\p{L}\p{N}]", RegexOptions.NonBacktracking)]
    private static partial Regex Says();

    [GeneratedRegex("\r\n?|\u2028|\u2029", RegexOptions.NonBacktracking)]
    private static partial Regex LineEnds();

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();
}
