using RaptorFlow.Api.Idempotency;
using RaptorFlow.Api.Identity;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Agents;

public static class AgentEndpoints
{
    // The longest wait that can be asked for, and the work around it.
    private static readonly TimeSpan Waiting = TimeSpan.FromSeconds(160);

    public static IEndpointRouteBuilder MapAgents(this IEndpointRouteBuilder app)
    {
        var agents = app.MapGroup("/api/agents").WithTags("Agents");
        agents.MapGet("/registry", GetRegistry.HandleAsync).RequirePermission(Permission.AgentsRead).WithSummary("All agents with their schemas, and whether they are available");
        agents.MapGet("/council/decisions", ListDecisions.HandleAsync).RequirePermission(Permission.AgentsRead).WithSummary("What the Council decided and why, newest first");
        agents.MapGet("/{code}", GetAgent.HandleAsync).RequirePermission(Permission.AgentsRead).WithSummary("One agent");
        agents.MapPost("/{code}/invoke", InvokeAgent.HandleAsync).RequirePermission(Permission.AgentsInvoke).WithIdempotency().WithRequestTimeout(Waiting)
            .WithSummary("Ask an agent; waits up to `wait` seconds, else answers 202 with the run's address");
        app.MapGet("/api/guilds", GetGuilds.HandleAsync).WithTags("Agents").RequirePermission(Permission.AgentsRead).WithSummary("Guild plugins: version, state and what is wrong with them");
        return app;
    }
}
