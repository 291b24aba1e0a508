using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Agents;
using RaptorFlow.Memory;
using RaptorFlow.Serialization;

namespace RaptorFlow.Guild.Guardian.Tests;

internal static class TestContexts
{
    public static AgentContext Create(DateOnly? today = null)
    {
        var capability = new AgentCapability { Name = "test", Behaviour = "test" };
        var day = today ?? new DateOnly(2027, 3, 1);
        return new()
        {
            Card = new() { Code = "TST-001", Name = "Test", Summary = "Test", Capabilities = [capability] },
            Capability = capability,
            WorkspaceId = Guid.NewGuid(),
            RunId = Guid.NewGuid(),
            TaskId = Guid.NewGuid(),
            Chat = new NoChat(),
            Memory = new NoMemory(),
            Events = new NoEvents(),
            Budget = new NoBudget(),
            Logger = NullLogger.Instance,
            Time = new FakeTimeProvider(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)),
            Json = RaptorJson.CreateOptions(),
        };
    }

    private sealed class NoChat : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The core must not call a model.");

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The core must not call a model.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class NoMemory : IMemory
    {
        public Task<IReadOnlyList<MemoryHit>> SearchAsync(string query, IReadOnlyList<string> collections, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<MemoryHit>>([]);
    }

    private sealed class NoEvents : IEventSink
    {
        public void Progress(string message)
        {
        }
    }

    private sealed class NoBudget : IBudget
    {
        public ValueTask<long> RemainingMicrosAsync(CancellationToken cancellationToken) => ValueTask.FromResult(0L);
    }
}
