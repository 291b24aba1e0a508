using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace RaptorFlow.Testing;

/// <summary>What a stream does after its last piece.</summary>
public enum Ending
{
    Whole,

    /// <summary>The connection breaks.</summary>
    Cut,

    /// <summary>Nothing more comes, and the connection stays.</summary>
    Silent,

    /// <summary>The connection is closed in good order, and the end of the answer never came.</summary>
    Truncated,
}

/// <summary>Answers of a <see cref="ScriptedServer"/> that come piece by piece, as server-sent events.</summary>
internal static class ScriptedStreams
{
    public static Func<HttpContext, Task> OpenAiStream(IReadOnlyList<string> pieces, object? usage = null, Ending ending = Ending.Whole, Task? heard = null) => Stream(ending, heard,
        pieces.Select(piece => Chunk(new object[] { new { index = 0, delta = new { role = "assistant", content = piece }, finish_reason = (string?)null } }, null)),
        [Chunk(new object[] { new { index = 0, delta = new { }, finish_reason = "stop" } }, null), .. usage is null ? (IEnumerable<string>)[] : [Chunk([], usage)], "data: [DONE]\n\n"]);

    public static Func<HttpContext, Task> AnthropicStream(IReadOnlyList<string> pieces, object usage, Ending ending = Ending.Whole, Task? heard = null) => Stream(ending, heard,
        [
            Event("message_start", new { type = "message_start", message = new { id = "msg_1", type = "message", role = "assistant", model = "claude-test-20260101", content = Array.Empty<object>(), stop_reason = (string?)null, usage } }),
            Event("content_block_start", new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } }),
            .. pieces.Select(piece => Event("content_block_delta", new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text = piece } })),
        ],
        [
            Event("content_block_stop", new { type = "content_block_stop", index = 0 }),
            Event("message_delta", new { type = "message_delta", delta = new { stop_reason = "end_turn", stop_sequence = (string?)null }, usage }),
            Event("message_stop", new { type = "message_stop" }),
        ]);

    private static Func<HttpContext, Task> Stream(Ending ending, Task? heard, IEnumerable<string> pieces, IEnumerable<string> end) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var piece in pieces)
        {
            await context.Response.WriteAsync(piece, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        // What is on its way when a connection is cut is lost, so that it is cut when the pieces have been heard.
        if (heard is not null)
            await heard;
        if (ending == Ending.Cut)
            context.Abort();
        if (ending == Ending.Silent)
            await ScriptedServer.Never()(context);
        if (ending != Ending.Whole)
            return;
        foreach (var piece in end)
            await context.Response.WriteAsync(piece, context.RequestAborted);
    };

    private static string Chunk(object[] choices, object? usage) =>
        $"data: {JsonSerializer.Serialize(new { id = "chatcmpl-1", @object = "chat.completion.chunk", created = 1_700_000_000, model = "gpt-test-2026-01-01", choices, usage })}\n\n";

    private static string Event(string name, object data) => $"event: {name}\ndata: {JsonSerializer.Serialize(data)}\n\n";
}
