using Microsoft.Extensions.AI;
using RaptorFlow.Core.Models;
using static RaptorFlow.Core.Tests.Models.Providers.ProviderUnderTest;

namespace RaptorFlow.Core.Tests.Models.Providers;

public sealed class GeminiStreamTests
{
    [Fact]
    public async Task Stream_ComesInPieces_WithTheUsageOfTheLast()
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiStreamPath, Events(
            """{"candidates":[{"content":{"parts":[{"text":"thinking","thought":true}]}}],"usageMetadata":{"promptTokenCount":9,"thoughtsTokenCount":3},"responseId":"r"}""",
            """{"candidates":[{"content":{"parts":[{"text":"one "}]}}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":1,"thoughtsTokenCount":3},"responseId":"r"}""",
            """{"candidates":[{"content":{"parts":[{"text":"two"}]}}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":2,"thoughtsTokenCount":3},"responseId":"r"}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":1}},"thoughtSignature":"cw=="}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":9,"cachedContentTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":3},"responseId":"r"}"""));

        var (response, pieces) = await test.StreamAsync("gemini");

        Assert.Equal(("one two", 2, ChatFinishReason.ToolCalls), (response.Text, pieces, response.FinishReason));
        Assert.Equal((9, 4, 8, 3), (response.Usage!.InputTokenCount, response.Usage.CachedInputTokenCount, response.Usage.OutputTokenCount, response.Usage.ReasoningTokenCount));
        var call = Assert.Single(response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>());
        Assert.Equal(("f", "1"), (call.Name, call.Arguments!["a"]!.ToString()));
        var request = Assert.Single(test.Server.Requests);
        Assert.Equal(("?alt=sse", "key-g"), (request.Query, request.Headers["x-goog-api-key"]));
    }

    [Theory]
    [InlineData("""{"promptFeedback":{"blockReason":"SAFETY"}}""", "it blocks the prompt (SAFETY)")]
    [InlineData("""{"error":{"code":503,"status":"UNAVAILABLE"}}""", "it failed (503)")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"half"}]}}]}""", "its answer could not be read")]
    public async Task Stream_ThatEndsAsNoAnswerDoes_Throws(string last, string reason)
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiStreamPath, Events("""{"usageMetadata":{"promptTokenCount":9}}""", last));

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => test.StreamAsync("gemini"));

        Assert.Equal(reason, failure.Message);
    }
}
