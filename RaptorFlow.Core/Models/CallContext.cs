using Microsoft.Extensions.AI;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Models;

/// <summary>What travels down the pipeline beside the messages, in <see cref="ChatOptions.AdditionalProperties"/>, and never reaches a provider.</summary>
internal sealed record ModelCall(CostScope Scope, ModelTier Tier)
{
    public CallPolicy Policy { get; init; } = CallPolicy.Default;

    /// <summary>Told of the answer as it comes.</summary>
    public IAnswerListener? Listener { get; init; }

    /// <summary>What may be left out of the prompt.</summary>
    public PromptFit? Fit { get; init; }

    /// <summary>Names the question; null where an answer is not kept.</summary>
    public string? Key { get; init; }

    /// <summary>Who may be asked, in this order.</summary>
    public IReadOnlyList<Model> Candidates { get; init; } = [];
}

/// <summary>Puts what the pipeline needs to know into options and responses, and reads it.</summary>
internal static class CallContext
{
    public const string CostCount = "raptorflow.cost_micros";

    private const string CallKey = "raptorflow.call";
    private const string NotesKey = "raptorflow.notes";
    private const string ProviderKey = "raptorflow.provider";
    private const string ServedKey = "raptorflow.served_from";
    private const string KeptKey = "raptorflow.kept";
    private const string QuestionKey = "raptorflow.cache_question";

    public static ChatOptions With(this ChatOptions? options, ModelCall call)
    {
        var prepared = options?.Clone() ?? new ChatOptions();
        prepared.AdditionalProperties ??= [];
        prepared.AdditionalProperties[CallKey] = call;
        return prepared;
    }

    public static ModelCall Call(this ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(CallKey, out ModelCall? call) && call is not null
            ? call
            : throw new InvalidOperationException("The call came into the model pipeline by another way than the gateway.");

    public static List<string> Notes(this ChatResponse response) => response.Property<List<string>>(NotesKey) ?? response.Set(NotesKey, new List<string>());

    public static string Provider(this ChatResponse response) => response.Property<string>(ProviderKey) ?? OfflineChatClient.ModelId;

    public static ServedFrom Served(this ChatResponse response) => response.Property<object>(ServedKey) is ServedFrom served ? served : ServedFrom.Draft;

    public static long CostMicros(this ChatResponse response) => response.Usage?.AdditionalCounts?.GetValueOrDefault(CostCount) ?? 0;

    public static bool IsDraft(this ChatResponse response) => response.ModelId == OfflineChatClient.ModelId;

    public static void Sign(this ChatResponse response, string provider, ServedFrom served)
    {
        response.Set(ProviderKey, provider);
        response.Set<object>(ServedKey, served);
    }

    /// <summary>The answer as it may be given again; null when it may not.</summary>
    public static KeptAnswer? Kept(this ChatResponse response) => response.Property<KeptAnswer>(KeptKey);

    public static void Keep(this ChatResponse response, KeptAnswer answer) => response.Set(KeptKey, answer);

    /// <summary>Where the cache has it; null when it has not.</summary>
    public static CacheQuestion? CachedAs(this ChatResponse response) => response.Property<CacheQuestion>(QuestionKey);

    public static void CacheAs(this ChatResponse response, CacheQuestion question) => response.Set(QuestionKey, question);

    private static T? Property<T>(this ChatResponse response, string key) where T : class =>
        response.AdditionalProperties is { } properties && properties.TryGetValue(key, out T? value) ? value : null;

    private static T Set<T>(this ChatResponse response, string key, T value)
        where T : class
    {
        (response.AdditionalProperties ??= [])[key] = value;
        return value;
    }
}
