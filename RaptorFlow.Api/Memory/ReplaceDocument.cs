using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Api.Memory;

/// <param name="Text">Markdown or plain text, up to a million characters.</param>
/// <param name="Title">Up to 200 characters; as it is when absent, as are all others.</param>
/// <param name="Type">What kind of text it is, in your own word.</param>
/// <param name="Source">An address or a file's name.</param>
/// <param name="Date">When it was published.</param>
internal sealed record ReplaceDocumentRequest(string? Text, string? Title = null, string? Type = null, string? Source = null, DateOnly? Date = null);

internal static class ReplaceDocument
{
    public static async Task<Results<Ok<MemoryDocument>, Problem>> HandleAsync(Guid documentId, ReplaceDocumentRequest request, WorkspaceContext workspace, MemoryStore memory, CancellationToken cancellationToken)
    {
        var fields = new FieldErrors();
        var change = new DocumentChange(fields.Text("text", request.Text, NewDocument.MaximumText))
        {
            Title = fields.OptionalText("title", request.Title, NewDocument.MaximumTitle),
            Type = fields.OptionalText("type", request.Type, NewDocument.MaximumType),
            Source = fields.OptionalText("source", request.Source, 2000),
            Date = request.Date,
        };
        if (fields.Problem is { } problem)
            return problem;
        var (outcome, document) = await memory.ReplaceAsync(workspace.WorkspaceId, documentId, change, cancellationToken);
        if (DocumentProblems.Of(new DocumentResult { Outcome = outcome, Document = document }) is { } refused)
            return refused;
        return TypedResults.Ok(document!);
    }
}
