using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Agents;
using RaptorFlow.Core;
using RaptorFlow.Core.Runs;
using RaptorFlow.Marketing;
using RaptorFlow.Testing;
using RaptorFlow.Workflows;

namespace RaptorFlow.Guilds.Conformance;

/// <summary>What a core answered, and what it was asked.</summary>
internal sealed record StepAnswer(WorkflowStep Step, IAgentBehaviour Behaviour, AgentContext Context, object Input, IDraft Draft, JsonElement Output);

/// <summary>Runs a workflow's deterministic cores in order, as the engine would, without engine, database and model.</summary>
internal sealed class GoldenRun(Installation installation, TimeProvider? clock = null)
{
    /// <summary>A Monday, so that dated plans stay as they are.</summary>
    private static readonly DateTimeOffset Today = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public async Task<IReadOnlyDictionary<string, StepAnswer>> RunAsync(WorkflowDefinition workflow, JsonElement input, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, StepAnswer>();
        foreach (var (step, dependencies) in RunGraph.For(workflow, input))
        {
            var outputs = dependencies.ToDictionary(d => d, d => answers[d].Output);
            var resolved = Bindings.Resolve(step.Inputs, input, outputs, binding => Engine(binding, workflow));
            answers[step.Key] = await AnswerAsync(step, resolved, cancellationToken);
        }
        return answers;
    }

    /// <summary>One capability, invoked as a person would.</summary>
    public Task<StepAnswer> InvokeAsync(string agent, string capability, JsonObject input, CancellationToken cancellationToken)
    {
        if (!input.ContainsKey("agents"))
            input["agents"] = Engine(Bindings.Agents, new() { Name = "", Summary = "", Steps = [] });
        return AnswerAsync(new() { Key = "agent", Title = agent, Agent = agent, Capability = capability }, input, cancellationToken);
    }

    private async Task<StepAnswer> AnswerAsync(WorkflowStep step, JsonObject resolved, CancellationToken cancellationToken)
    {
        var (guild, agent) = installation.Agent(step.Agent);
        var capability = agent.Card.Capabilities.FirstOrDefault(c => c.Name == step.Capability) ?? agent.Card.Capabilities[0];
        var behaviour = agent.Behaviours[capability.Name];
        var input = resolved.Deserialize(behaviour.InputType, guild.Json)!;
        var context = new AgentContext
        {
            Card = agent.Card,
            Capability = capability,
            WorkspaceId = Guid.Empty,
            RunId = Guid.Empty,
            TaskId = Guid.Empty,
            Chat = new NoModel(),
            Memory = new EmptyMemory(),
            Events = new NoListener(),
            Budget = new NoBudget(),
            Logger = NullLogger.Instance,
            Time = clock ?? new FakeTimeProvider(Today),
            Json = guild.Json!,
        };
        var draft = await behaviour.DraftAsync(input, context, cancellationToken);
        return new(step, behaviour, context, input, draft, JsonSerializer.SerializeToElement(draft.Output, behaviour.OutputType, guild.Json));
    }

    private JsonNode? Engine(string binding, WorkflowDefinition workflow) => binding switch
    {
        Bindings.Agents => JsonSerializer.SerializeToNode(installation.Guilds.SelectMany(g => g.Agents.Select(a => new AgentListing(
            a.Card.Code, a.Card.Name, g.Name, a.Card.Tier.ToString().ToLowerInvariant(), [.. a.Card.Capabilities.Select(c => c.Name)], true, null, (int)a.Card.Timeout.TotalSeconds))), CoreJson.Options),
        Bindings.Workflow => JsonSerializer.SerializeToNode(workflow, CoreJson.Options),
        _ => null,
    };
}
