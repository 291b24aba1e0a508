using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using RaptorFlow.Agents;
using RaptorFlow.Memory;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Agents.Pipeline;

/// <summary>What an agent sees where its core is tried alone: a clock and nothing else.</summary>
internal static class Bystanders
{
    public static AgentContext Context(AgentCard card, AgentCapability capability, TimeProvider time, JsonSerializerOptions json, IReadOnlyList<MemoryHit>? recalled = null, IReadOnlyList<SourceItem>? gathered = null) => new()
    {
        Card = card,
        Capability = capability,
        WorkspaceId = Guid.Empty,
        RunId = Guid.Empty,
        TaskId = Guid.Empty,
        Chat = new NoModel(),
        Memory = new EmptyMemory(),
        Recalled = recalled ?? [],
        Gathered = gathered ?? [],
        Events = new NoListener(),
        Budget = new NoBudget(),
        Logger = NullLogger.Instance,
        Time = time,
        Json = json,
    };
}

/// <summary>Stands in for a model where a core is tried alone: a core works without, and one that asks fails.</summary>
internal sealed class NoModel : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("A core must not ask a model.");

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new InvalidOperationException("A core must not ask a model.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

internal sealed class EmptyMemory : IMemory
{
    public Task<IReadOnlyList<MemoryHit>> SearchAsync(string query, IReadOnlyList<string> collections, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MemoryHit>>([]);
}

internal sealed class NoListener : IEventSink
{
    public void Progress(string message)
    {
    }
}

internal sealed class NoBudget : IBudget
{
    public ValueTask<long> RemainingMicrosAsync(CancellationToken cancellationToken) => ValueTask.FromResult(0L);
}
