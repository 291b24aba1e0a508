using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Operations;

public static class OperationEndpoints
{
    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder app)
    {
        var letters = app.MapGroup("/api/ops/dead-letters").WithTags("Operations");
        letters.MapGet("", ListDeadLetters.HandleAsync).RequirePermission(Permission.OperationsRead).WithSummary("Tasks that died, newest first");
        letters.MapGet("/{taskId:guid}", GetDeadLetter.HandleAsync).RequirePermission(Permission.OperationsRead).WithSummary("A dead task with its input, its error and every attempt");
        letters.MapPost("/{taskId:guid}/retry", RetryDeadLetter.HandleAsync).RequirePermission(Permission.OperationsWrite).WithIdempotency()
            .WithSummary("Do a dead task, and all that builds on it, anew");
        letters.MapDelete("/{taskId:guid}", DiscardDeadLetter.HandleAsync).RequirePermission(Permission.OperationsWrite).WithSummary("Take a dead task off the list for good");
        return app;
    }
}
