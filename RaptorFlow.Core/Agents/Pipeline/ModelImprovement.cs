using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Models;
using RaptorFlow.Sources;

namespace RaptorFlow.Core.Agents.Pipeline;

/// <summary>On whose account a model is asked, which answers given before will do, and who listens.</summary>
internal sealed record AskingTerms(CostScope Scope, CallPolicy Policy, IAnswerListener Listener);

/// <summary>Asks a model to improve a draft. Its answer is kept if it stands, sent back once if it does not, and else dropped for the draft.</summary>
internal sealed partial class ModelImprovement(IModelGateway models)
{
    private const int ProblemsShown = 20;

    public async Task<ImprovedAnswer> ImproveAsync(
        LoadedAgent agent, IAgentBehaviour behaviour, object input, IDraft draft, AgentContext context, AskingTerms terms, CancellationToken cancellationToken)
    {
        var draftJson = JsonSerializer.SerializeToElement(draft.Output, behaviour.OutputType, context.Json);
        var draftText = draftJson.GetRawText();
        var tier = agent.Card.TierOf(context.Capability);
        var asks = models.HasModels(tier);
        var schema = asks ? AgentSchemas.For(behaviour.OutputType, context.Json) : null;
        var facts = asks ? behaviour.Facts(input).Concat(context.Gathered.Facts()).ToList() : [];
        var prompt = schema is null ? null : await PromptRenderer.RenderAsync(context, facts, draft, draftJson, schema.ToJsonString(), cancellationToken);
        var messages = prompt?.Messages ?? [];
        var answer = new ImprovedAnswer(draftJson, OfflineChatClient.ModelId, []);
        if (prompt?.Note is { } leftOut)
            answer = answer.Noting(leftOut);
        for (var round = 0; round < 2; round++)
        {
            var asked = await models.AskAsync(new()
            {
                Scope = terms.Scope,
                Policy = terms.Policy,
                Listener = terms.Listener,
                Tier = tier,
                Messages = messages,
                Fit = prompt?.Fit,
                DraftJson = draftText,
                Schema = schema is null ? null : JsonSerializer.SerializeToElement(schema),
                Tools = [.. agent.Tools],
                MaxOutputTokens = MostTokens(agent.Card, draftText),
            }, cancellationToken);
            answer = answer.Plus(asked);
            if (asked.IsOffline)
                return answer;
            var (output, problems) = Read(asked.Text, behaviour, input, context, new(facts, draftJson));
            if (output is { } kept && problems.Count == 0)
                return answer with { Output = kept, Model = asked.Model };
            await models.ForgetAsync(asked, cancellationToken);
            Rejected(context.Logger, agent.Card.Code, asked.Model, problems.Count, problems[0].Path);
            messages = [.. messages, new(ChatRole.Assistant, asked.Text), new(ChatRole.User, Repair(problems))];
        }
        return answer.Noting("The model's answer did not stand twice; the computed draft is given instead.");
    }

    // An answer is about as long as the draft; one that is cut off is no answer, and paid for all the same.
    private static int MostTokens(AgentCard card, string draft) =>
        (int)Math.Max(card.Limit("max_output_tokens", 8_192), TokenEstimate.Likely([new(ChatRole.Assistant, draft)]) * 3 / 2);

    private static string Repair(IReadOnlyList<OutputProblem> problems) =>
        "Your answer does not stand. Mend it and answer with the whole JSON object again:\n"
        + string.Join('\n', problems.Take(ProblemsShown).Select(p => $"- {p.Path}: {p.Message}"))
        + (problems.Count > ProblemsShown ? string.Create(CultureInfo.InvariantCulture, $"\n- and {problems.Count - ProblemsShown} more of this kind.") : "");

    private static (JsonElement? Output, IReadOnlyList<OutputProblem> Problems) Read(string text, IAgentBehaviour behaviour, object input, AgentContext context, Grounding grounding)
    {
        try
        {
            var start = text.IndexOf('{', StringComparison.Ordinal);
            var end = text.LastIndexOf('}');
            if (start < 0 || end < start)
                return (null, [new("$", "the answer holds no JSON object.")]);
            var typed = JsonSerializer.Deserialize(text[start..(end + 1)], behaviour.OutputType, context.Json);
            if (typed is null)
                return (null, [new("$", "the answer is null.")]);
            var output = JsonSerializer.SerializeToElement(typed, behaviour.OutputType, context.Json);
            return (output, [.. grounding.Check(output), .. behaviour.Validate(input, typed, context)]);
        }
        catch (JsonException e)
        {
            return (null, [new(e.Path ?? "$", e.Message)]);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Agent}: the answer of {Model} has {Problems} problems, the first at {Path}.")]
    private static partial void Rejected(ILogger logger, string agent, string model, int problems, string path);
}
