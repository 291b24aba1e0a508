using RaptorFlow.Core.Memory.Reading;
using RaptorFlow.Core.Web;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Sources.OpenWeb;

/// <summary>The main text of web pages.</summary>
internal sealed class WebPages(WebFetcher web, DocumentReading reading) : Source<PageQuestion, WebPage>(OpenWebVendor.Id, SourceKinds.Pages)
{
    protected override async Task<SourceReply<WebPage>> AskAsync(PageQuestion question, SourceCall call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await web.GetAsync(new(question.Address) { MediaTypes = DocumentTypes.Admitted }, cancellationToken);
            var (read, fault) = await reading.ReadAsync(new(answer.Body) { Field = "url", MediaType = answer.MediaType, Charset = answer.Charset, Address = answer.Address }, cancellationToken);
            if (read is null)
                throw new SourceException(SourceStatus.Failed, $"{fault!.Message} {fault.Suggestion}");
            return new([new()
            {
                Source = OpenWebVendor.Id,
                Address = answer.Address.AbsoluteUri,
                Title = read.Title ?? answer.Address.IdnHost,
                Text = read.Text,
                PublishedOn = read.Date,
                Language = read.LanguageTag,
            }], "page", 0);
        }
        catch (WebFetchException e)
        {
            throw OpenWebVendor.Failure(e);
        }
    }
}
