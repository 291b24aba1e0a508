using Microsoft.AspNetCore.Mvc;
using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Memory;

public static class MemoryEndpoints
{
    /// <summary>A megabyte of text takes up to six in JSON, where every character can be an escape.</summary>
    private const int MaximumBody = 7_000_000;

    public static IEndpointRouteBuilder MapMemory(this IEndpointRouteBuilder app)
    {
        var memory = app.MapGroup("/api/memory").WithTags("Memory");
        memory.MapPost("/documents", AddDocument.HandleAsync).RequirePermission(Permission.MemoryWrite).WithSummary("Remember a text or Markdown document").WithMetadata(new RequestSizeLimitAttribute(MaximumBody));
        memory.MapGet("/documents", ListDocuments.HandleAsync).RequirePermission(Permission.MemoryRead).WithSummary("Documents, newest first");
        memory.MapDelete("/documents/{documentId:guid}", DeleteDocument.HandleAsync).RequirePermission(Permission.MemoryWrite).WithSummary("Forget a document");
        memory.MapPost("/search", SearchMemory.HandleAsync).RequirePermission(Permission.MemoryRead).WithSummary("Find passages by meaning and by words");
        return app;
    }
}
