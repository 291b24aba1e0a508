using Microsoft.AspNetCore.Mvc;
using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.Api.Memory;

public static class MemoryEndpoints
{
    /// <summary>A megabyte of text takes up to six in JSON, where every character can be an escape.</summary>
    private const int MaximumText = 7_000_000;

    /// <summary>A file with its form around it.</summary>
    private const int MaximumForm = DocumentIntake.MaximumFile + (64 * 1024);

    public static IEndpointRouteBuilder MapMemory(this IEndpointRouteBuilder app)
    {
        var memory = app.MapGroup("/api/memory").WithTags("Memory");
        memory.MapPost("/documents", AddDocument.HandleAsync).RequirePermission(Permission.MemoryWrite).WithIdempotency()
            .WithSummary("Remember a text, a file (text, Markdown, HTML, PDF, CSV) or a page").WithMetadata(new RequestSizeLimitAttribute(MaximumForm));
        memory.MapGet("/documents", ListDocuments.HandleAsync).RequirePermission(Permission.MemoryRead).WithSummary("Documents, newest first");
        memory.MapGet("/documents/{documentId:guid}", GetDocument.HandleAsync).RequirePermission(Permission.MemoryRead).WithSummary("A document with its text");
        memory.MapPut("/documents/{documentId:guid}", ReplaceDocument.HandleAsync).RequirePermission(Permission.MemoryWrite)
            .WithSummary("Put another text in place of a document's").WithMetadata(new RequestSizeLimitAttribute(MaximumText));
        memory.MapPost("/documents/{documentId:guid}/refresh", RefreshDocument.HandleAsync).RequirePermission(Permission.MemoryWrite).WithIdempotency().WithSummary("Fetch a document's page anew");
        memory.MapDelete("/documents/{documentId:guid}", DeleteDocument.HandleAsync).RequirePermission(Permission.MemoryWrite).WithSummary("Forget a document");
        memory.MapPost("/search", SearchMemory.HandleAsync).RequirePermission(Permission.MemoryRead).WithSummary("Find passages by meaning and by words");
        return app;
    }
}
