using System.Text.Json;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>Messages as turns of the user and the model.</summary>
internal sealed class GeminiConversation(string modelId)
{
    private readonly List<GeminiContent> _turns = [];
    private readonly Dictionary<string, FunctionCallContent> _calls = [];

    // The family that checks signatures; of an alias that names no version it is taken to be so.
    private readonly bool _checksSignatures = !modelId.StartsWith("gemini-1", StringComparison.Ordinal) && !modelId.StartsWith("gemini-2", StringComparison.Ordinal);

    public static IReadOnlyList<GeminiContent> Of(string modelId, IEnumerable<ChatMessage> messages)
    {
        var conversation = new GeminiConversation(modelId);
        ChatRole? last = null;
        foreach (var message in messages)
        {
            conversation.Add(message, mergeResults: message.Role == ChatRole.Tool && last == ChatRole.Tool);
            last = message.Role;
        }
        return conversation._turns;
    }

    private void Add(ChatMessage message, bool mergeResults)
    {
        List<GeminiPart> parts = [];
        // Gemini signs the first of the calls that it makes at once.
        var unsigned = _checksSignatures && !message.Contents.Any(content => content is FunctionCallContent && content.Signature() is not null);
        foreach (var content in message.Contents)
        {
            if (Part(content) is not { } part)
                continue;
            if (unsigned && part.FunctionCall is not null)
                (part, unsigned) = (part with { ThoughtSignature = GeminiSignature.Foreign }, false);
            parts.Add(part);
        }
        if (parts.Count == 0)
            return;
        // The results of calls made at once belong into one turn.
        if (mergeResults && _turns is [.., var turn])
            _turns[^1] = turn with { Parts = [.. turn.Parts!, .. parts] };
        else
            _turns.Add(new(message.Role == ChatRole.Assistant ? GeminiContent.Model : GeminiContent.User, parts));
    }

    private GeminiPart? Part(AIContent content)
    {
        switch (content)
        {
            case TextContent text when text.Text.Length > 0 || text.Signature() is not null:
                return new() { Text = text.Text, ThoughtSignature = text.Signature() };
            case FunctionCallContent call:
                _calls[call.CallId] = call;
                var arguments = JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions);
                return new() { FunctionCall = new(call.Id(), call.Name, arguments), ThoughtSignature = call.Signature() };
            case FunctionResultContent result:
                var called = _calls.GetValueOrDefault(result.CallId);
                return new() { FunctionResponse = new(called?.Id(), called?.Name ?? result.CallId, Result(result.Result)) };
            case DataContent data:
                return new() { InlineData = new(data.MediaType, data.Base64Data.ToString()) };
            case UriContent uri:
                return new() { FileData = new(uri.MediaType, uri.Uri.ToString()) };
            default:
                return null;
        }
    }

    // Google takes an object and nothing else.
    private static JsonElement Result(object? value)
    {
        var element = JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions);
        return element.ValueKind is JsonValueKind.Object ? element : JsonSerializer.SerializeToElement(new Dictionary<string, object?> { ["result"] = element }, AIJsonUtilities.DefaultOptions);
    }
}
