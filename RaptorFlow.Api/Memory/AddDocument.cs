using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;

namespace RaptorFlow.Api.Memory;

/// <param name="Title">1 to 200 characters.</param>
/// <param name="Text">Markdown or plain text, up to a million characters.</param>
/// <param name="Collection">codex_knowledge, campaign_briefs, competitor_intel, industry_research or user_preferences.</param>
/// <param name="Type">What kind of text it is, in your own word: interview, report. Up to 50 characters.</param>
/// <param name="Source">An address or a file's name.</param>
/// <param name="Date">When it was published.</param>
/// <param name="CampaignId">The campaign it belongs to.</param>
internal sealed record AddDocumentRequest(string? Title, string? Text, string? Collection, string? Type = null, string? Source = null, DateOnly? Date = null, Guid? CampaignId = null);

internal static class AddDocument
{
    public static async Task<Results<Created<MemoryDocument>, Ok<MemoryDocument>, Problem>> HandleAsync(AddDocumentRequest request, WorkspaceContext workspace, MemoryStore memory, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var title = fields.Text("title", request.Title, NewDocument.MaximumTitle);
        var text = fields.Text("text", request.Text, NewDocument.MaximumText);
        var type = fields.OptionalText("type", request.Type, NewDocument.MaximumType);
        var source = fields.OptionalText("source", request.Source, 2000);
        var collection = fields.Collection("collection", request.Collection);
        if (fields.Problem is { } problem)
            return problem;
        var document = new NewDocument(title, text, collection) { Type = type, Source = source, Date = request.Date, CampaignId = request.CampaignId };
        var (added, isNew) = await memory.AddAsync(workspace.WorkspaceId, document, cancellationToken);
        if (!isNew)
            return TypedResults.Ok(added);
        return TypedResults.Created(string.Create(CultureInfo.InvariantCulture, $"/api/memory/documents/{added.Id}"), added);
    }
}

internal static class CollectionField
{
    public static string Collection(this FieldErrors fields, string field, string? value)
    {
        if (value is null || !MemoryCollections.All.Contains(value))
            fields.Add(field, $"Is one of {string.Join(", ", MemoryCollections.All)}.");
        return value ?? "";
    }
}
