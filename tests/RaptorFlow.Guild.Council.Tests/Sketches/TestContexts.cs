using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Agents;
using RaptorFlow.Core.Agents.Pipeline;
using RaptorFlow.Memory;
using RaptorFlow.Serialization;

namespace RaptorFlow.Sketches;

internal static class TestContexts
{
    public static readonly DateOnly Today = new(2026, 3, 4);

    public static AgentContext Create(string capability, IReadOnlyDictionary<string, JsonElement>? parameters = null, IReadOnlyDictionary<string, int>? limits = null, DateOnly? today = null, IMemory? memory = null, Guid? run = null)
    {
        var asked = new AgentCapability { Name = capability, Behaviour = capability };
        var card = new AgentCard
        {
            Code = "TST-001", Name = "Test", Summary = "Test", Capabilities = [asked],
            Parameters = parameters ?? new Dictionary<string, JsonElement>(), Limits = limits ?? new Dictionary<string, int>(),
        };
        var alone = Bystanders.Context(card, asked, new FakeTimeProvider((today ?? Today).ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc)), RaptorJson.CreateOptions());
        return new()
        {
            Card = card, Capability = asked, WorkspaceId = alone.WorkspaceId, TaskId = alone.TaskId, RunId = run ?? alone.RunId, Memory = memory ?? alone.Memory,
            Chat = alone.Chat, Events = alone.Events, Budget = alone.Budget, Logger = alone.Logger, Time = alone.Time, Json = alone.Json,
        };
    }

    public static async Task<Draft<TOutput>> DraftAsync<TOutput>(this IAgentBehaviour behaviour, object input, AgentContext context)
        where TOutput : class =>
        (Draft<TOutput>)await behaviour.DraftAsync(input, context, TestContext.Current.CancellationToken);
}
