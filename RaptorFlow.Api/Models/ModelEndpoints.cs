using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Models;

public static class ModelEndpoints
{
    public static IEndpointRouteBuilder MapModels(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/models", GetModels.HandleAsync).WithTags("Models").RequirePermission(Permission.AgentsRead)
            .WithSummary("The catalogue with prices, where calls of each tier go, and how the providers are: circuits and last failures");
        return app;
    }
}
