using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Metadata;
using RaptorFlow.Api.Problems;

namespace RaptorFlow.Api.Memory;

/// <summary>A document as JSON, or as a form with the same fields and a file. It brings one of text, url and file.</summary>
/// <param name="Title">1 to 200 characters; needed with a text, else as the document says.</param>
/// <param name="Text">Markdown or plain text, up to a million characters.</param>
/// <param name="Collection">codex_knowledge, campaign_briefs, competitor_intel, industry_research or user_preferences.</param>
/// <param name="Type">What kind of text it is, in your own word: interview, report. Up to 50 characters.</param>
/// <param name="Source">An address or a file's name; the file's own, or the url, when absent.</param>
/// <param name="Date">When it was published.</param>
/// <param name="CampaignId">The campaign it belongs to.</param>
/// <param name="Url">A page, PDF or table on the public Internet; it takes the place of what was fetched there before.</param>
/// <param name="Replace">Whether it takes the place of the document with the same source, collection and campaign.</param>
internal sealed record AddDocumentRequest(
    string? Title, string? Text, string? Collection, string? Type = null, string? Source = null, DateOnly? Date = null, Guid? CampaignId = null, string? Url = null, bool Replace = false)
    : IBindableFromHttpContext<AddDocumentRequest>, IEndpointParameterMetadataProvider
{
    [JsonIgnore]
    public UploadedFile? File { get; init; }

    public static async ValueTask<AddDocumentRequest?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        try
        {
            return context.Request.HasFormContentType ? await DocumentForm.ReadAsync(context) : await JsonBody.ReadAsync<AddDocumentRequest>(context);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new UnfitInputException(DocumentProblems.TooLarge(context.Request.HasFormContentType ? "file" : "text"));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonBody.MediaType, DocumentForm.MediaType], typeof(AddDocumentRequest)));
}

/// <summary>A file of a form.</summary>
internal sealed record UploadedFile(string? Name, string? MediaType, ReadOnlyMemory<byte> Bytes);
