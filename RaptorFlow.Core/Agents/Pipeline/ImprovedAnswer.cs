using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Agents.Pipeline;

/// <summary>An agent's output, who gave it, what it cost, and what is not as it was asked for.</summary>
internal sealed record ImprovedAnswer(JsonElement Output, string Model, IReadOnlyList<string> Notes)
{
    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public long CostMicros { get; init; }

    /// <summary>A draft that asks for tasks first: what is known so far goes to no model.</summary>
    public static ImprovedAnswer SoFar(IDraft draft, IAgentBehaviour behaviour, JsonSerializerOptions json) =>
        new(JsonSerializer.SerializeToElement(draft.Output, behaviour.OutputType, json), OfflineChatClient.ModelId, []);

    /// <summary>Charges a call, whether or not its answer is kept.</summary>
    public ImprovedAnswer Plus(ModelAnswer asked) => this with
    {
        Notes = [.. Notes, .. asked.Notes],
        InputTokens = InputTokens + asked.InputTokens,
        OutputTokens = OutputTokens + asked.OutputTokens,
        CostMicros = CostMicros + asked.CostMicros,
    };

    public ImprovedAnswer Noting(string note) => this with { Notes = [.. Notes, note] };
}
