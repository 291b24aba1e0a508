using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Agents;
using RaptorFlow.Core.Agents.Pipeline;
using RaptorFlow.Serialization;

namespace RaptorFlow.Guild.Matrix.Tests;

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
            Chat = new NoModel(),
            Memory = new EmptyMemory(),
            Events = new NoListener(),
            Budget = new NoBudget(),
            Logger = NullLogger.Instance,
            Time = new FakeTimeProvider(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)),
            Json = RaptorJson.CreateOptions(),
        };
    }
}
