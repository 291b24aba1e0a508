using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;
using RaptorFlow.Memory;

namespace RaptorFlow.Api.Memory;

internal static class AddDocument
{
    public static async Task<Results<Created<MemoryDocument>, Ok<MemoryDocument>, Problem>> HandleAsync(AddDocumentRequest request, WorkspaceContext workspace, DocumentIntake intake, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var collection = fields.Collection("collection", request.Collection);
        var order = new DocumentOrder(collection)
        {
            Title = fields.OptionalText("title", request.Title, NewDocument.MaximumTitle),
            Type = fields.OptionalText("type", request.Type, NewDocument.MaximumType),
            Source = fields.OptionalText("source", request.Source, 2000),
            Date = request.Date,
            CampaignId = request.CampaignId,
            Replace = request.Replace,
        };
        var add = Choose(request, order, fields, workspace.WorkspaceId, intake);
        if (fields.Problem is { } problem)
            return problem;
        var result = await add(cancellationToken);
        if (DocumentProblems.Of(result) is { } refused)
            return refused;
        var document = result.Document!;
        return result.Outcome == DocumentOutcome.Added
            ? TypedResults.Created(string.Create(CultureInfo.InvariantCulture, $"/api/memory/documents/{document.Id}"), document)
            : TypedResults.Ok(document);
    }

    private static Func<CancellationToken, Task<DocumentResult>> Choose(AddDocumentRequest request, DocumentOrder order, FieldErrors fields, Guid workspaceId, DocumentIntake intake)
    {
        if (request.File is { } file)
        {
            if (request.Text is not null || request.Url is not null)
                fields.Add("file", "Comes without text and url.");
            return cancellationToken => intake.AddFileAsync(workspaceId, order, file.Bytes, file.Name, file.MediaType, cancellationToken);
        }
        if (request.Url is not null)
        {
            if (request.Text is not null)
                fields.Add("url", "Comes without text.");
            var url = fields.Text("url", request.Url, 2000);
            return cancellationToken => intake.AddPageAsync(workspaceId, order, url, cancellationToken);
        }
        var text = fields.Text("text", request.Text, NewDocument.MaximumText);
        if (order.Title is null)
            fields.Text("title", request.Title, int.MaxValue);
        if (order is { Replace: true, Source: null })
            fields.Add("source", "Is missing: it says which document this one takes the place of.");
        var document = new NewDocument(order.Title ?? "", text, order.Collection) { Type = order.Type, Source = order.Source, Date = order.Date, CampaignId = order.CampaignId };
        return cancellationToken => intake.AddTextAsync(workspaceId, document, order.Replace, cancellationToken);
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
