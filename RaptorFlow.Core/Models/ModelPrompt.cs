using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>A call as one model gets it.</summary>
internal sealed record ModelPrompt(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)
{
    public static ModelPrompt For(Model model, IReadOnlyList<ChatMessage> messages, ChatOptions asked)
    {
        var options = asked.Clone();
        options.ModelId = model.Id;
        options.MaxOutputTokens = model.OutputTokens(asked.MaxOutputTokens);
        options.AdditionalProperties = null;
        // What could make the call dearer than the hold: the vendor's own request, thinking that raises max_tokens, tools billed by the vendor.
        options.RawRepresentationFactory = null;
        options.Reasoning = null;
        options.Tools = asked.Tools?.OfType<AIFunctionDeclaration>().ToList<AITool>() is { Count: > 0 } functions ? functions : null;
        options.ConversationId = null;
        if (asked.ResponseFormat is not ChatResponseFormatJson { Schema: { } schema } || model.StructuredOutput)
            return new(messages, options);
        options.ResponseFormat = null;
        ChatMessage instruction = new(ChatRole.System, $"Answer with one JSON document and nothing else. It must be valid under this JSON Schema:\n{schema.GetRawText()}");
        return new([instruction, .. messages], options);
    }
}
