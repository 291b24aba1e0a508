using Microsoft.AspNetCore.Http.HttpResults;
using RaptorFlow.Api.Problems;
using RaptorFlow.Api.Workspaces;
using RaptorFlow.Core.Agents;

namespace RaptorFlow.Api.Agents;

internal static class GetRegistry
{
    public static async Task<Ok<Page<AgentEntry>>> HandleAsync(AgentRegistry registry, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<AgentEntry>(await registry.AgentsAsync(cancellationToken)));
}

internal static class GetAgent
{
    public static async Task<Results<Ok<AgentEntry>, Problem>> HandleAsync(string code, AgentRegistry registry, CancellationToken cancellationToken) =>
        (await registry.AgentsAsync(cancellationToken)).FirstOrDefault(a => a.Code == code) is { } agent ? TypedResults.Ok(agent) : Problem.NotFound("agent");
}

internal static class GetGuilds
{
    public static async Task<Ok<Page<GuildEntry>>> HandleAsync(AgentRegistry registry, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<GuildEntry>(await registry.GuildsAsync(cancellationToken)));
}
