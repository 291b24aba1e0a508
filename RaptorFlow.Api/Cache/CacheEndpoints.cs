using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Cache;

public static class CacheEndpoints
{
    public static IEndpointRouteBuilder MapCache(this IEndpointRouteBuilder app)
    {
        var cache = app.MapGroup("/api/cache").WithTags("Cache");
        cache.MapGet("", GetCache.HandleAsync).RequirePermission(Permission.CostsRead).WithSummary("How often what was looked for was there, by kind, and what that saved");
        cache.MapDelete("", EmptyCache.AllAsync).RequirePermission(Permission.CacheWrite).WithSummary("Forget all that is kept");
        cache.MapDelete("/{kind}", EmptyCache.KindAsync).RequirePermission(Permission.CacheWrite).WithSummary("Forget all that is kept of one kind");
        return app;
    }
}
