using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RaptorFlow.Bench.Models;

/// <summary>
/// A provider in a process of its own, which speaks OpenAI's chat completions: at once, or after the milliseconds that its address names. Its
/// answer is a quarter as long as the question, and a token is four bytes.
/// </summary>
internal static class Vendor
{
    private const int BytesPerToken = 4;
    private const int ShortestAnswer = 200;
    private const int LongestAnswer = 8_000;

    private static readonly string Text = string.Concat(Enumerable.Repeat("Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam. ", 1 + (LongestAnswer / 60)));

    /// <summary>Serves until the process ends.</summary>
    public static async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapGet("/health", () => "up");
        app.MapPost("/v1/chat/completions", (HttpContext context) => AnswerAsync(context, 0));
        app.MapPost("/after/{ms}/v1/chat/completions", (HttpContext context, int ms) => AnswerAsync(context, ms));
        await app.RunAsync();
    }

    /// <summary>Its address for a client of OpenAI's.</summary>
    public static Uri Address(Uri server, int milliseconds) => new(server, milliseconds == 0 ? "v1" : $"after/{milliseconds}/v1");

    private static async Task AnswerAsync(HttpContext context, int milliseconds)
    {
        var question = await ReadAsync(context.Request.Body);
        if (milliseconds > 0)
            await Task.Delay(milliseconds);
        var text = Text[..Math.Clamp(question / BytesPerToken, ShortestAnswer, LongestAnswer)];
        var usage = new { prompt_tokens = question / BytesPerToken, completion_tokens = text.Length / BytesPerToken, total_tokens = (question + text.Length) / BytesPerToken };
        var choice = new { index = 0, finish_reason = "stop", message = new { role = "assistant", content = text } };
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(
            new { id = "chatcmpl-1", @object = "chat.completion", created = 1_700_000_000, model = "bench", choices = new[] { choice }, usage }));
    }

    private static async Task<int> ReadAsync(Stream body)
    {
        var buffer = new byte[16 * 1024];
        var (all, read) = (0, 0);
        while ((read = await body.ReadAsync(buffer)) > 0)
            all += read;
        return all;
    }
}
