using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>A call as Gemini's protocol says it.</summary>
internal static class GeminiPrompt
{
    public static GeminiRequest For(string modelId, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var functions = options?.Tools?.OfType<AIFunctionDeclaration>().Select(Declare).ToList() ?? [];
        var schema = options?.ResponseFormat is ChatResponseFormatJson { Schema: { } given } ? given : (System.Text.Json.JsonElement?)null;
        List<ChatMessage> all = [.. messages];
        // Models before Gemini 3 refuse a schema beside functions: in words it holds for all of them.
        if (schema is not null && functions.Count > 0)
            all.Insert(0, ModelPrompt.SchemaInstruction(schema.Value));
        if (!string.IsNullOrWhiteSpace(options?.Instructions))
            all.Insert(0, new(ChatRole.System, options.Instructions));
        var system = all.Where(message => message.Role == ChatRole.System).Select(message => new GeminiPart { Text = message.Text }).ToList();
        var turns = GeminiConversation.Of(modelId, all.Where(message => message.Role != ChatRole.System));
        // There is no answer to nothing said.
        if (turns.Count == 0)
            (turns, system) = ([new(GeminiContent.User, system)], []);
        return new()
        {
            Contents = turns,
            SystemInstruction = system.Count > 0 ? new(null, system) : null,
            Tools = functions.Count > 0 ? [new(functions)] : null,
            ToolConfig = functions.Count > 0 && options!.ToolMode is { } mode ? new(Calling(mode)) : null,
            GenerationConfig = options is null ? null : Generation(options, functions.Count == 0),
        };
    }

    private static GeminiFunction Declare(AIFunctionDeclaration function) => new(
        function.Name,
        string.IsNullOrEmpty(function.Description) ? null : function.Description,
        // No parameters are said by no schema: Google refuses an object without properties.
        function.JsonSchema.TryGetProperty("properties", out var properties) && properties.EnumerateObject().Any() ? function.JsonSchema : null);

    private static GeminiCalling Calling(ChatToolMode mode) => mode switch
    {
        NoneChatToolMode => new("NONE"),
        RequiredChatToolMode { RequiredFunctionName: { } name } => new("ANY", [name]),
        RequiredChatToolMode => new("ANY"),
        _ => new("AUTO"),
    };

    private static GeminiGeneration Generation(ChatOptions options, bool shaped) => new()
    {
        MaxOutputTokens = options.MaxOutputTokens,
        Temperature = options.Temperature,
        TopP = options.TopP,
        TopK = options.TopK,
        Seed = options.Seed,
        PresencePenalty = options.PresencePenalty,
        FrequencyPenalty = options.FrequencyPenalty,
        StopSequences = options.StopSequences is { Count: > 0 } stops ? [.. stops] : null,
        ResponseMimeType = shaped && options.ResponseFormat is ChatResponseFormatJson ? "application/json" : null,
        ResponseJsonSchema = shaped && options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? schema : null,
    };
}
