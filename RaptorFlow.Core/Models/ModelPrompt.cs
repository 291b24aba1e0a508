using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>A call as one model gets it.</summary>
/// <param name="Notes">What the model does not get because it cannot do with it.</param>
internal sealed record ModelPrompt(IReadOnlyList<ChatMessage> Messages, ChatOptions Options, IReadOnlyList<string> Notes)
{
    public static ModelPrompt For(Model model, IReadOnlyList<ChatMessage> messages, ChatOptions asked)
    {
        var options = asked.Clone();
        options.ModelId = model.Name;
        options.MaxOutputTokens = model.OutputTokens(asked.MaxOutputTokens);
        options.AdditionalProperties = null;
        // What could make the call dearer than the hold: the vendor's own request, thinking that raises max_tokens, tools billed by the vendor.
        options.RawRepresentationFactory = null;
        options.Reasoning = null;
        options.Tools = asked.Tools?.OfType<AIFunctionDeclaration>().ToList<AITool>() is { Count: > 0 } functions ? functions : null;
        options.ConversationId = null;
        List<string> notes = [];
        // Not passed over for it: agents' tools look up what the prompt mostly has, and an answer without them is better than a draft.
        if (options.Tools is not null && !model.Can(ModelAbilities.Tools))
        {
            options.Tools = null;
            options.ToolMode = null;
            options.AllowMultipleToolCalls = null;
            notes.Add($"{model.Id} calls no tools; it answered without them.");
        }
        if (asked.ResponseFormat is not ChatResponseFormatJson { Schema: { } schema } || model.Can(ModelAbilities.StructuredOutput))
            return new(messages, options, notes);
        options.ResponseFormat = null;
        return new([SchemaInstruction(schema), .. messages], options, notes);
    }

    /// <summary>Asks in words for what a schema asks for.</summary>
    public static ChatMessage SchemaInstruction(System.Text.Json.JsonElement schema) =>
        new(ChatRole.System, $"Answer with one JSON document and nothing else. It must be valid under this JSON Schema:\n{schema.GetRawText()}");
}
