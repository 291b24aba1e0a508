using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RaptorFlow.Testing;

/// <summary>An HTTP server that plays the vendors: each call to a path gets the next answer queued for it.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpContext, Task>>> _scripts = new();

    private ScriptedServer(WebApplication app) => _app = app;

    public const string Gpt = "/v1/chat/completions";
    public const string Claude = "/v1/messages";

    public Uri Address => new(_app.Urls.Single());

    public ConcurrentQueue<ScriptedRequest> Requests { get; } = new();

    public static async Task<ScriptedServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ScriptedServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ScriptedServer On(string path, params ReadOnlySpan<Func<HttpContext, Task>> answers)
    {
        var script = _scripts.GetOrAdd(path, _ => new());
        foreach (var answer in answers)
            script.Enqueue(answer);
        return this;
    }

    public int Calls(string path) => Requests.Count(request => request.Path == path);

    public static Func<HttpContext, Task> Status(int status, string? retryAfter = null) => async context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync("""{"error":{"type":"scripted","message":"scripted failure"}}""");
    };

    public static Func<HttpContext, Task> Body(string body) => async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    };

    /// <summary>Keeps the caller waiting for as long as it cares to wait.</summary>
    public static Func<HttpContext, Task> Never() => context => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);

    public static Func<HttpContext, Task> Abort() => context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    public static Func<HttpContext, Task> OpenAiAnswer(string text, object? usage = null, string finish = "stop", object? toolCalls = null) => Body(Json(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1_700_000_000,
        model = "gpt-test-2026-01-01",
        choices = new[] { new { index = 0, finish_reason = finish, message = new { role = "assistant", content = text, tool_calls = toolCalls } } },
        usage,
    }));

    public static Func<HttpContext, Task> AnthropicAnswer(string text, object? usage = null) => Body(Json(new
    {
        id = "msg_1",
        type = "message",
        role = "assistant",
        model = "claude-test-20260101",
        content = new[] { new { type = "text", text } },
        stop_reason = "end_turn",
        usage,
    }));

    private static string Json(object value)
    {
        var node = JsonSerializer.SerializeToNode(value)!;
        if (node["usage"] is null)
            node.AsObject().Remove("usage");
        if (node["choices"]?[0]?["message"] is JsonObject message && message["tool_calls"] is null)
            message.Remove("tool_calls");
        return node.ToJsonString();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Requests.Enqueue(new(context.Request.Path, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), Document(body), context.Request.QueryString.Value ?? ""));
        if (_scripts.TryGetValue(context.Request.Path, out var script) && script.TryDequeue(out var answer))
            await answer(context);
        else
            await Status(418)(context);
    }

    // A form, as those who ask for tokens send it, is its own text.
    private static JsonNode Document(string body) => body.StartsWith('{') ? JsonNode.Parse(body)! : JsonValue.Create(body);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

internal sealed record ScriptedRequest(string Path, IReadOnlyDictionary<string, string> Headers, JsonNode Body, string Query);
