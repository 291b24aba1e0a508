using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Agents;
using RaptorFlow.Core.Agents.Pipeline;
using RaptorFlow.Serialization;
using RaptorFlow.Sources;

namespace RaptorFlow.Guild.Research.Tests;

/// <summary>Contexts in which a behaviour has a clock and nothing else: no model answers, no memory recalls.</summary>
internal static class TestContexts
{
    public static readonly DateOnly Today = new(2026, 3, 16);

    public static AgentContext Create(string capability = "test", AgentCard? card = null, DateOnly? today = null, params IReadOnlyList<SourceItem> gathered)
    {
        var asked = new AgentCapability { Name = capability, Behaviour = capability };
        return Bystanders.Context(
            card ?? new AgentCard { Code = "RES-000", Name = "Test", Summary = "Test.", Capabilities = [asked] }, asked,
            new FakeTimeProvider(new DateTimeOffset((today ?? Today).ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero)), RaptorJson.CreateOptions(), gathered: gathered);
    }

    /// <summary>Runs a behaviour's core through the face the pipeline uses and checks what must hold of every draft.</summary>
    public static async Task<Draft<TOutput>> DraftAsync<TInput, TOutput>(Agent<TInput, TOutput> agent, TInput input, AgentContext? context = null)
        where TInput : class
        where TOutput : class
    {
        context ??= Create();
        IAgentBehaviour behaviour = agent;
        var draft = (Draft<TOutput>)await behaviour.DraftAsync(input, context, TestContext.Current.CancellationToken);
        Assert.Empty(behaviour.Validate(input, draft.Output, context));
        ClaimChecks.EveryQuotationStandsInItsSource(draft, behaviour.Facts(input).Concat(context.Gathered.Facts()));
        Assert.InRange(draft.OpenQuestions.Count, 0, 6);
        Assert.All(draft.OpenQuestions, q => Assert.Contains('?', q.Question));
        Assert.InRange(draft.Confidence.Value, 0, 1);
        return draft;
    }
}
