using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models;

/// <summary>Counts tokens without a tokenizer, from UTF-8 bytes.</summary>
internal static class TokenEstimate
{
    private const int PerMessage = 16;
    private const int PerRequest = 64;
    private const int ToolPreamble = 1024;
    private const int OtherContent = 8192;
    private const int BytesPerToken = 4;

    /// <summary>Byte-level tokenizers never make more tokens than there are bytes: what a hold must cover.</summary>
    public static long UpperBound(IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        long tokens = PerRequest + Bytes(options.Instructions) + SchemaBytes(options.ResponseFormat);
        foreach (var tool in options.Tools ?? [])
            tokens += PerMessage + ToolBytes(tool);
        if (options.Tools is { Count: > 0 })
            tokens += ToolPreamble;
        return tokens + messages.Sum(message => PerMessage + MessageBytes(message));
    }

    /// <summary>What it likely is: for providers that return no usage, and for whether a prompt fits.</summary>
    public static long Likely(IEnumerable<ChatMessage> messages) => messages.Sum(message => 4 + Tokens(MessageBytes(message)));

    private static long Tokens(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    private static long MessageBytes(ChatMessage message) => message.Contents.Sum(content => content switch
    {
        TextContent text => Bytes(text.Text),
        TextReasoningContent reasoning => Bytes(reasoning.Text) + Bytes(reasoning.ProtectedData),
        FunctionCallContent call => PerMessage + Bytes(call.CallId) + Bytes(call.Name) + JsonBytes(call.Arguments),
        FunctionResultContent result => PerMessage + Bytes(result.CallId) + (result.Result is string text ? Bytes(text) : JsonBytes(result.Result)),
        UsageContent => 0,
        _ => OtherContent,
    });

    private static long ToolBytes(AITool tool) =>
        Bytes(tool.Name) + Bytes(tool.Description) + (tool is AIFunctionDeclaration function ? Bytes(function.JsonSchema.GetRawText()) : 0);

    private static long SchemaBytes(ChatResponseFormat? format) => format is ChatResponseFormatJson { Schema: { } schema } ? Bytes(schema.GetRawText()) * 2 : 0;

    private static long JsonBytes(object? value) => value is null ? 0 : JsonSerializer.SerializeToUtf8Bytes(value, AIJsonUtilities.DefaultOptions).Length;

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
