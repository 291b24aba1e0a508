using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace RaptorFlow.Core.Models.Providers.Gemini;

/// <summary>Gemini's <c>generateContent</c> over REST, at Google's developer API or at Vertex AI.</summary>
internal sealed class GeminiChatClient(string modelId, IGeminiEndpoint endpoint, HttpClient http) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var exchange = await SendAsync("generateContent", messages, options, cancellationToken);
        await using var body = await exchange.Content.ReadAsStreamAsync(cancellationToken);
        var answer = await JsonSerializer.DeserializeAsync(body, GeminiJson.Default.GeminiResponse, cancellationToken) ?? throw Unreadable();
        var candidate = GeminiAnswer.Candidate(answer) ?? throw Unreadable();
        AIContent[] contents = [.. GeminiAnswer.Contents(candidate)];
        var finish = GeminiAnswer.Finish(candidate, contents.Any(content => content is FunctionCallContent));
        if (GeminiAnswer.IsBroken(finish, contents.Length > 0))
            throw Unreadable();
        return new(new ChatMessage(ChatRole.Assistant, contents) { MessageId = answer.ResponseId })
        {
            ResponseId = answer.ResponseId,
            ModelId = answer.ModelVersion ?? modelId,
            FinishReason = finish,
            Usage = answer.UsageMetadata?.ToDetails(),
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var exchange = await SendAsync("streamGenerateContent?alt=sse", messages, options, cancellationToken);
        await using var body = await exchange.Content.ReadAsStreamAsync(cancellationToken);
        ChatFinishReason? finish = null;
        GeminiResponse? last = null;
        GeminiUsage? usage = null;
        var (calls, saidSomething) = (false, false);
        await foreach (var piece in SseParser.Create(body, static (_, data) => JsonSerializer.Deserialize(data, GeminiJson.Default.GeminiResponse)).EnumerateAsync(cancellationToken))
        {
            last = piece.Data ?? throw Unreadable();
            usage = last.UsageMetadata ?? usage;
            if (GeminiAnswer.Candidate(last) is not { } candidate)
                continue;
            AIContent[] contents = [.. GeminiAnswer.Contents(candidate)];
            calls |= contents.Any(content => content is FunctionCallContent);
            saidSomething |= contents.Length > 0;
            finish = GeminiAnswer.Finish(candidate, calls) ?? finish;
            if (contents.Length > 0)
                yield return Update(last, contents);
        }
        if (last is null || GeminiAnswer.IsBroken(finish, saidSomething))
            throw Unreadable();
        // Each piece counts all that came before it: only the last may be added up.
        var end = Update(last, usage is null ? [] : [new UsageContent(usage.ToDetails())]);
        end.FinishReason = finish;
        yield return end;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private ChatResponseUpdate Update(GeminiResponse piece, IList<AIContent> contents) =>
        new(ChatRole.Assistant, contents) { ResponseId = piece.ResponseId, MessageId = piece.ResponseId, ModelId = piece.ModelVersion ?? modelId };

    private async Task<HttpResponseMessage> SendAsync(string method, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Address(modelId, method));
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(GeminiPrompt.For(modelId, messages, options), GeminiJson.Default.GeminiRequest));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await endpoint.AuthorizeAsync(request, cancellationToken);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static ModelCallException Unreadable() => ModelCallException.Unintelligible(new InvalidDataException("It has no candidate that was finished."));
}
