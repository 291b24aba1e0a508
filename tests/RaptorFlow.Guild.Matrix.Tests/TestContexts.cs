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
        return Bystanders.Context(
            new() { Code = "TST-001", Name = "Test", Summary = "Test", Capabilities = [capability] }, capability,
            new FakeTimeProvider(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)), RaptorJson.CreateOptions());
    }
}
