using System.Text.Json;
using Microsoft.Extensions.AI;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>A bought answer, as it is kept to be given again.</summary>
internal sealed record KeptAnswer(IReadOnlyList<ChatMessage> Messages, string Model, string Provider, ModelTier Tier, string? FinishReason, long CostMicros)
{
    public static KeptAnswer Of(ChatResponse response, Model model, ModelTier asked) =>
        new([.. response.Messages], model.Id, model.Provider, model.TierFor(asked), response.FinishReason?.Value, response.CostMicros());

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, AIJsonUtilities.DefaultOptions);

    /// <summary>Gives a kept answer again, at no cost, and says so in the books and the task's record.</summary>
    public static async Task<ChatResponse> GiveAsync(JsonElement kept, ModelCall call, ServedFrom served, Settlements settlements)
    {
        var answer = kept.Deserialize<KeptAnswer>(AIJsonUtilities.DefaultOptions)!;
        var response = new ChatResponse([.. answer.Messages])
        {
            ModelId = answer.Model,
            FinishReason = answer.FinishReason is null ? null : new ChatFinishReason(answer.FinishReason),
            Usage = new() { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 },
        };
        response.Sign(answer.Provider, served);
        call.Listener?.Text(response.Text);
        var entry = Free(call, answer.Model, answer.Provider, served) with { Tier = answer.Tier, SavedMicros = answer.CostMicros };
        await settlements.NoteAsync(call.Scope, entry, new(call.Key!, kept));
        return response;
    }

    /// <summary>What the books say of a call that cost nothing.</summary>
    public static CostEntry Free(ModelCall call, string model, string provider, ServedFrom served) =>
        new() { Model = model, Provider = provider, AskedTier = call.Tier, ServedFrom = served, InputTokens = 0, OutputTokens = 0, CostMicros = 0 };
}
