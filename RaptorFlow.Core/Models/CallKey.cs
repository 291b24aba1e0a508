using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>Names a question by everything that shapes its answer.</summary>
internal static class CallKey
{
    public static string Of(ModelCall call, IReadOnlyList<Model> candidates, IEnumerable<ChatMessage> messages, ChatOptions options) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new Question(
            call.Scope.AgentCode,
            [.. candidates.Select(model => $"{model.Provider}/{model.Id}")],
            [.. messages],
            options.Instructions,
            options.MaxOutputTokens, options.Temperature, options.TopP, options.TopK, options.Seed, options.FrequencyPenalty, options.PresencePenalty,
            options.StopSequences is { } stops ? [.. stops] : [],
            options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? schema : null,
            options.ResponseFormat is ChatResponseFormatJson,
            options.ToolMode?.GetType().Name, (options.ToolMode as RequiredChatToolMode)?.RequiredFunctionName,
            [.. (options.Tools ?? []).OfType<AIFunctionDeclaration>().Select(tool => new Tool(tool.Name, tool.Description, tool.JsonSchema))]),
            AIJsonUtilities.DefaultOptions)));

    private sealed record Question(
        string Agent, string[] Candidates, ChatMessage[] Messages, string? Instructions, int? MaxOutputTokens, float? Temperature, float? TopP, int? TopK, long? Seed,
        float? FrequencyPenalty, float? PresencePenalty, string[] Stops, JsonElement? Schema, bool IsJson, string? ToolMode, string? RequiredTool, Tool[] Tools);

    private sealed record Tool(string Name, string Description, JsonElement Schema);
}
