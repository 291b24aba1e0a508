using System.Text.Json;
using System.Text.Json.Nodes;
using RaptorFlow.Agents;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Runs;
using RaptorFlow.Marketing;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Agents.Pipeline;

/// <summary>What a core answered, and what it was asked.</summary>
public sealed record RehearsedStep(WorkflowStep Step, IAgentBehaviour Behaviour, AgentContext Context, object Input, IDraft Draft, JsonElement Output);

/// <summary>
/// Runs deterministic cores, and renders their prompts, without engine, database and model. A host does so once when it starts, with the
/// example a guild brings for its workflow: what is broken shows in the log before a customer meets it, and code and data are warm.
/// </summary>
public sealed class WorkflowRehearsal(IReadOnlyList<LoadedGuild> guilds, TimeProvider time)
{
    /// <summary>Runs a workflow's steps in order, as the engine would.</summary>
    public async Task<IReadOnlyDictionary<string, RehearsedStep>> RunAsync(WorkflowDefinition workflow, JsonElement input, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, RehearsedStep>();
        foreach (var (step, dependencies) in RunGraph.For(workflow, input))
        {
            var outputs = dependencies.ToDictionary(d => d, d => answers[d].Output);
            var resolved = Bindings.Resolve(step.Inputs, input, outputs, binding => binding switch
            {
                Bindings.Agents => Agents(),
                Bindings.Results => Results(answers, dependencies),
                Bindings.Workflow => JsonSerializer.SerializeToNode(workflow, CoreJson.Options),
                _ => null,
            });
            answers[step.Key] = await AnswerAsync(step, resolved, cancellationToken);
        }
        return answers;
    }

    /// <summary>Runs one capability, as one who invokes it would.</summary>
    public Task<RehearsedStep> InvokeAsync(string agent, string capability, JsonObject input, CancellationToken cancellationToken)
    {
        if (!input.ContainsKey("agents"))
            input["agents"] = Agents();
        return AnswerAsync(new() { Key = "agent", Title = agent, Agent = agent, Capability = capability }, input, cancellationToken);
    }

    private async Task<RehearsedStep> AnswerAsync(WorkflowStep step, JsonObject resolved, CancellationToken cancellationToken)
    {
        var (guild, agent) = guilds.SelectMany(g => g.Agents.Select(a => (Guild: g, Agent: a))).First(p => p.Agent.Card.Code == step.Agent);
        var capability = agent.Card.Capabilities.FirstOrDefault(c => c.Name == step.Capability) ?? agent.Card.Capabilities[0];
        var behaviour = agent.Behaviours[capability.Name];
        var input = resolved.Deserialize(behaviour.InputType, guild.Json)!;
        var context = Bystanders.Context(agent.Card, capability, time, guild.Json!);
        var draft = await behaviour.DraftAsync(input, context, cancellationToken);
        var output = JsonSerializer.SerializeToElement(draft.Output, behaviour.OutputType, guild.Json);
        var schema = AgentSchemas.For(behaviour.OutputType, guild.Json!);
        await PromptRenderer.RenderAsync(context, [.. behaviour.Facts(input)], draft, output, schema.ToJsonString(), cancellationToken);
        return new(step, behaviour, context, input, draft, output);
    }

    private static JsonNode? Results(Dictionary<string, RehearsedStep> answers, IEnumerable<string> steps) => JsonSerializer.SerializeToNode(
        steps.ToDictionary(s => s, s => new StepResult(answers[s].Step.Agent, Statuses.Succeeded)
        {
            Confidence = answers[s].Draft.Confidence.Value,
            Explanation = answers[s].Draft.Confidence.Explanation,
            OpenQuestions = answers[s].Draft.OpenQuestions.Count,
        }),
        CoreJson.Options);

    private JsonNode? Agents() => JsonSerializer.SerializeToNode(
        guilds.SelectMany(g => g.Agents.Select(a => new AgentListing(
            a.Card.Code, a.Card.Name, g.Name, TierNames.Of(a.Card.Tier), [.. a.Card.Capabilities.Select(c => c.Name)], true, null, (int)a.Card.Timeout.TotalSeconds))),
        CoreJson.Options);
}
