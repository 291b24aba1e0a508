using System.Text.Json;
using RaptorFlow.Core.Memory.Reading;
using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Memory;

/// <summary>A page as a document.</summary>
/// <param name="Version">Where and as what it was found.</param>
/// <param name="Document">What it says; null when it has not changed.</param>
/// <param name="Bytes">How large it was.</param>
internal sealed record ReadPage(PageVersion Version, ReadDocument? Document, long Bytes);

/// <summary>Fetches pages and reads them.</summary>
internal sealed class PageReading(WebFetcher web, DocumentReading reading)
{
    private const string Field = "url";

    /// <param name="text">The address.</param>
    /// <param name="known">The version that is known, if any.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(ReadPage? Page, DocumentFault? Fault)> ReadAsync(string text, PageVersion? known, CancellationToken cancellationToken)
    {
        try
        {
            var address = WebAddress.Parse(text);
            var answer = await web.GetAsync(new(address) { MediaTypes = DocumentTypes.Admitted, ETag = known?.ETag, LastModified = known?.LastModified }, cancellationToken);
            var version = new PageVersion(WebAddress.Normalise(address), answer.ETag, answer.LastModified);
            if (answer.NotModified)
                return (new(version, null, 0), null);
            var raw = new RawDocument(answer.Body) { Field = Field, MediaType = answer.MediaType, Charset = answer.Charset, Address = answer.Address };
            var (read, fault) = await reading.ReadAsync(raw, cancellationToken);
            return read is null ? (null, fault) : (new(version, read, answer.Body.Length), null);
        }
        catch (WebFetchException e)
        {
            return (null, new($"address_{JsonNamingPolicy.SnakeCaseLower.ConvertName(e.Reason.ToString())}", Field, e.Message, e.Suggestion));
        }
    }
}
