using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Sources;

public static class SourceEndpoints
{
    public static IEndpointRouteBuilder MapSources(this IEndpointRouteBuilder app)
    {
        var sources = app.MapGroup("/api/sources").WithTags("Sources");
        sources.MapGet("", ListSources.HandleAsync).RequirePermission(Permission.SourcesRead).WithSummary("What the world outside can be asked, and with whose key");
        sources.MapPut("/{source}/credential", EnterCredential.HandleAsync).RequirePermission(Permission.SourcesManage).WithSummary("Enter a credential; it is tested first, and kept encrypted");
        sources.MapDelete("/{source}/credential", RemoveCredential.HandleAsync).RequirePermission(Permission.SourcesManage).WithSummary("Forget a credential");
        sources.MapPost("/{source}/test", TestSource.HandleAsync).RequirePermission(Permission.SourcesManage).WithSummary("Show the credential in use to its vendor");
        return app;
    }
}
