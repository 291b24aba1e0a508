using Microsoft.Extensions.AI;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>What travels down the pipeline in <see cref="ChatOptions.AdditionalProperties"/> and never reaches a provider.</summary>
internal static class CallContext
{
    public const string ScopeKey = "raptorflow.scope";
    public const string TierKey = "raptorflow.tier";
    public const string CandidatesKey = "raptorflow.candidates";
    public const string NotesKey = "raptorflow.notes";
    public const string ProviderKey = "raptorflow.provider";
    public const string CostCount = "raptorflow.cost_micros";

    public static ChatOptions Prepare(ChatOptions? options, CostScope scope, ModelTier tier)
    {
        var prepared = options?.Clone() ?? new ChatOptions();
        prepared.AdditionalProperties ??= [];
        prepared.AdditionalProperties[ScopeKey] = scope;
        prepared.AdditionalProperties[TierKey] = tier;
        return prepared;
    }

    public static T Required<T>(this ChatOptions? options, string key) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(key, out T? value) && value is not null
            ? value
            : throw new InvalidOperationException($"The call came into the model pipeline without {key}.");

    public static List<string> Notes(this ChatResponse response)
    {
        response.AdditionalProperties ??= [];
        if (response.AdditionalProperties.TryGetValue(NotesKey, out List<string>? notes) && notes is not null)
            return notes;
        notes = [];
        response.AdditionalProperties[NotesKey] = notes;
        return notes;
    }

    public static string Provider(this ChatResponse response) =>
        response.AdditionalProperties is { } properties && properties.TryGetValue(ProviderKey, out string? provider) && provider is not null
            ? provider
            : OfflineChatClient.ModelId;
}
