using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>
/// What Gemini wants back with a part of its own answer: the signature of its thoughts, and the id of a call. Models from Gemini 3 on refuse a
/// conversation whose calls lack theirs.
/// </summary>
internal static class GeminiSignature
{
    /// <summary>Google's word for calls of which there is no signature, because another model made them.</summary>
    public const string Foreign = "skip_thought_signature_validator";

    private const string SignatureKey = "gemini.thought_signature";
    private const string IdKey = "gemini.id";

    public static T Signed<T>(this T content, string? signature) where T : AIContent => content.With(SignatureKey, signature);

    public static FunctionCallContent Identified(this FunctionCallContent call, string? id) => call.With(IdKey, id);

    public static string? Signature(this AIContent content) => content.Find(SignatureKey);

    /// <summary>Null where Gemini gave none.</summary>
    public static string? Id(this FunctionCallContent call) => call.Find(IdKey);

    private static T With<T>(this T content, string key, string? value) where T : AIContent
    {
        if (value is not null)
            (content.AdditionalProperties ??= [])[key] = value;
        return content;
    }

    private static string? Find(this AIContent content, string key) =>
        content.AdditionalProperties is { } properties && properties.TryGetValue(key, out string? value) ? value : null;
}
