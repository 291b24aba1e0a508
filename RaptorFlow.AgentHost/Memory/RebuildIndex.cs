using Npgsql;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory;

namespace RaptorFlow.AgentHost.Memory;

/// <summary>The operator's command <c>rebuild-index</c>: drops the vector index; the agent hosts that run fill it again from Postgres.</summary>
internal static class RebuildIndex
{
    public const string Name = "rebuild-index";

    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var indexer = services.GetRequiredService<MemoryIndexer>();
        if (!indexer.HasIndex)
        {
            await Console.Out.WriteLineAsync("There is no vector index to rebuild: vectors are compared in the processes, from Postgres.");
            return 0;
        }
        await AppRole.VerifyAsync(services.GetRequiredService<NpgsqlDataSource>(), cancellationToken);
        var workspaces = await indexer.RebuildAsync(cancellationToken);
        await Console.Out.WriteLineAsync($"The vector index is empty; {workspaces} workspaces are indexed again by the agent hosts.");
        return 0;
    }
}
