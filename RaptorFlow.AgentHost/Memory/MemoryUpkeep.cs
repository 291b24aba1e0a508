using Microsoft.Extensions.Options;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Memory.Codex;
using RaptorFlow.Core.Memory.Embeddings;

namespace RaptorFlow.AgentHost.Memory;

/// <summary>Loads what the product says of itself, embeds what another model embedded, and keeps the vector index in step with Postgres, where there is an index.</summary>
internal sealed partial class MemoryUpkeep(CodexLoading codex, Reembedding embedding, MemoryIndexer indexer, IOptions<MemoryOptions> options, TimeProvider time, ILogger<MemoryUpkeep> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        EveryAsync(options.Value.CodexRound, codex.LoadAsync, stoppingToken),
        EveryAsync(options.Value.EmbedRound, embedding.EmbedDueAsync, stoppingToken),
        indexer.HasIndex ? EveryAsync(options.Value.IndexEvery, indexer.ApplyAsync, stoppingToken) : Task.CompletedTask,
        indexer.HasIndex ? EveryAsync(options.Value.CompareEvery, indexer.CompareAsync, stoppingToken) : Task.CompletedTask);

    private async Task EveryAsync(TimeSpan period, Func<CancellationToken, Task> action, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        var failing = false;
        do
        {
            try
            {
                await action(stoppingToken);
                failing = false;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever it is, the next round tries again; searches do without meanwhile. Said once, not every second.
                if (!failing)
                    LogBehind(e);
                failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "Memory cannot be brought in step; trying again")]
    private partial void LogBehind(Exception exception);
}
