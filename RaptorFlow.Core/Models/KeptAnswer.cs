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

    public static KeptAnswer From(JsonElement json) => json.Deserialize<KeptAnswer>(AIJsonUtilities.DefaultOptions)!;

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, AIJsonUtilities.DefaultOptions);

    /// <summary>The answer given again: it uses and costs nothing.</summary>
    public ChatResponse Again(ServedFrom served)
    {
        var response = new ChatResponse([.. Messages])
        {
            ModelId = Model,
            FinishReason = FinishReason is null ? null : new ChatFinishReason(FinishReason),
            Usage = new() { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 },
        };
        response.Sign(Provider, served);
        return response;
    }

    /// <summary>What the books say of giving it again.</summary>
    public CostEntry Entry(ModelCall call, ServedFrom served) => Free(call, Model, Provider, served) with { Tier = Tier, SavedMicros = CostMicros };

    public static CostEntry Free(ModelCall call, string model, string provider, ServedFrom served) =>
        new() { Model = model, Provider = provider, AskedTier = call.Tier, ServedFrom = served, InputTokens = 0, OutputTokens = 0, CostMicros = 0 };
}
