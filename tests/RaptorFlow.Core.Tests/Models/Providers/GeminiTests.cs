using System.Text.Json;
using Microsoft.Extensions.AI;
using static RaptorFlow.Core.Tests.Models.Providers.ProviderUnderTest;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models.Providers;

public sealed class GeminiTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        """{"type":"object","properties":{"claim":{"type":"string"}},"required":["claim"],"additionalProperties":false}""");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GoodAnswer_IsReturnedAndCostedFromItsUsage()
    {
        await using var test = await StartAsync("gemini", ("Models:Catalogue:0:ReasoningPerMillion", "7"));
        test.Server.On(GeminiPath, Answer("better", """{"promptTokenCount":1000,"cachedContentTokenCount":400,"candidatesTokenCount":20,"thoughtsTokenCount":30,"totalTokenCount":1050}"""));

        var answer = await test.AskAsync();

        Assert.Equal(("better", TestModel, "gemini", false), (answer.Text, answer.Model, answer.Provider, answer.IsOffline));
        // 600 at 1 + 400 at 0.1 + 20 at 5 + 30 of reasoning at 7 micro-dollars
        Assert.Equal((1000, 50, 950), (answer.InputTokens, answer.OutputTokens, answer.CostMicros));
        Assert.Empty(answer.Notes);
        var entry = Assert.Single(test.Ledger.Entries);
        Assert.Equal((1000, 400, 50, 30, 950, false), (entry.InputTokens, entry.CachedInputTokens, entry.OutputTokens, entry.ReasoningTokens, entry.CostMicros, entry.Estimated));
    }

    [Fact]
    public async Task Request_HasTheKeyTheRolesAndTheBounds()
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiPath, Answer("fine", """{"promptTokenCount":1,"candidatesTokenCount":1}"""));

        await test.AskAsync();

        var request = Assert.Single(test.Server.Requests);
        Assert.Equal("key-g", request.Headers["x-goog-api-key"]);
        Assert.Equal("""{"parts":[{"text":"You are a test."}]}""", request.Body["systemInstruction"]!.ToJsonString());
        Assert.Equal("""[{"role":"user","parts":[{"text":"Improve the draft."}]}]""", request.Body["contents"]!.ToJsonString());
        Assert.Equal("""{"maxOutputTokens":1000}""", request.Body["generationConfig"]!.ToJsonString());
        Assert.Equal(["contents", "systemInstruction", "generationConfig"], request.Body.AsObject().Select(field => field.Key));
    }

    [Fact]
    public async Task Request_HasWhatElseItsOptionsAskFor()
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiPath, Answer("fine", """{"promptTokenCount":1,"candidatesTokenCount":1}"""));
        var (client, http) = test.Client("gemini");
        using var connection = http;
        ChatOptions options = new()
        {
            Instructions = "Be brief.",
            Temperature = 0.5f,
            TopP = 0.25f,
            TopK = 3,
            Seed = 4,
            PresencePenalty = 0.125f,
            FrequencyPenalty = 0.75f,
            StopSequences = ["END"],
            MaxOutputTokens = 9,
        };

        await client.GetResponseAsync(
            [new(ChatRole.User, [new TextContent("See:"), new DataContent(new byte[] { 1, 2 }, "image/png")]), new(ChatRole.Assistant, "I see."), new(ChatRole.User, "And?")], options, Cancel);

        var body = Assert.Single(test.Server.Requests).Body;
        Assert.Equal(
            """{"maxOutputTokens":9,"temperature":0.5,"topP":0.25,"topK":3,"seed":4,"presencePenalty":0.125,"frequencyPenalty":0.75,"stopSequences":["END"]}""",
            body["generationConfig"]!.ToJsonString());
        Assert.Equal("Be brief.", (string?)body["systemInstruction"]!["parts"]![0]!["text"]);
        Assert.Equal(["user", "model", "user"], body["contents"]!.AsArray().Select(turn => (string?)turn!["role"]));
        Assert.Equal("""{"mimeType":"image/png","data":"AQI="}""", body["contents"]![0]!["parts"]![1]!["inlineData"]!.ToJsonString());
    }

    [Fact]
    public async Task SystemTextAlone_IsSaidByTheUser_AsThereIsNoAnswerToNothing()
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiPath, Answer("fine", """{"promptTokenCount":1,"candidatesTokenCount":1}"""));
        var (client, http) = test.Client("gemini");
        using var connection = http;

        await client.GetResponseAsync([new(ChatRole.System, "Speak.")], null, Cancel);

        var body = Assert.Single(test.Server.Requests).Body;
        Assert.Equal("""{"contents":[{"role":"user","parts":[{"text":"Speak."}]}]}""", body.ToJsonString());
    }

    [Fact]
    public async Task Schema_IsAskedForAsJsonSchema()
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiPath, Answer("""{\"claim\":\"c\"}""", """{"promptTokenCount":1,"candidatesTokenCount":1}"""));

        var answer = await test.AskAsync(schema: Schema);

        Assert.Equal("""{"claim":"c"}""", answer.Text);
        var generation = Assert.Single(test.Server.Requests).Body["generationConfig"]!;
        Assert.Equal("application/json", (string?)generation["responseMimeType"]);
        Assert.Equal("string", (string?)generation["responseJsonSchema"]!["properties"]!["claim"]!["type"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","usageMetadata":{"promptTokenCount":10}""")]
    public async Task Answer_WithoutUsage_OrOneSmallerThanItsText_IsCostedByEstimateAndMarked(string usage)
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiPath, Body($$"""{"candidates":[{"content":{"parts":[{"text":"{{new string('x', 400)}}"}]},"finishReason":"STOP"}]{{usage}}}"""));

        var answer = await test.AskAsync();

        Assert.Contains(answer.Notes, note => note.Contains("estimated", StringComparison.Ordinal));
        var entry = Assert.Single(test.Ledger.Entries);
        Assert.True(entry.Estimated);
        Assert.InRange(entry.OutputTokens, 100, 110);
        Assert.True(entry.CostMicros > 500);
    }

    [Fact]
    public async Task BlockedPrompt_IsNoEmptyAnswer_AndFallsToTheNext()
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiPath, Body("""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":9}}"""))
            .On(Gpt, OpenAiAnswer("from the next", new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 }));

        var answer = await test.AskAsync();

        Assert.Equal("from the next", answer.Text);
        Assert.Contains("it blocks the prompt (PROHIBITED_CONTENT)", Assert.Single(answer.Notes), StringComparison.Ordinal);
        // What a workspace asked is shown to no other.
        Assert.All(test.Health.Providers, provider => Assert.Null(provider.LastFailure));
        Assert.Equal(1, test.Server.Calls(GeminiPath));
        // It is this prompt that it refuses: its circuit does not count it.
        Assert.Equal("closed", test.Health.Providers.Single(provider => provider.Name == "gemini").Circuit);
    }

    [Theory]
    [InlineData("SAFETY")]
    [InlineData("RECITATION")]
    [InlineData("SPII")]
    [InlineData("PROHIBITED_CONTENT")]
    public async Task AnswerCutForItsContent_SaysSo(string reason)
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiPath, Body($$$"""{"candidates":[{"finishReason":"{{{reason}}}"}],"usageMetadata":{"promptTokenCount":10}}"""));
        var (client, http) = test.Client("gemini");
        using var connection = http;

        var response = await client.GetResponseAsync("hello", cancellationToken: Cancel);

        Assert.Equal((ChatFinishReason.ContentFilter, ""), (response.FinishReason, response.Text));
    }

    [Fact]
    public async Task AnswerCutAtItsLimit_IsReturnedAndSaysSo()
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiPath, Body("""{"candidates":[{"content":{"parts":[{"text":"so far"}]},"finishReason":"MAX_TOKENS"}],"usageMetadata":{"promptTokenCount":1,"thoughtsTokenCount":998,"candidatesTokenCount":2}}"""));

        var answer = await test.AskAsync();

        Assert.Equal(("so far", 1000), (answer.Text, answer.OutputTokens));
        Assert.Contains("cut at its token limit", Assert.Single(answer.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MALFORMED_FUNCTION_CALL")]
    [InlineData("OTHER")]
    public async Task AnswerThatSaysNothingAndEndsOddly_FallsToTheNext(string reason)
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiPath, Body($$$"""{"candidates":[{"finishReason":"{{{reason}}}"}]}"""))
            .On(Gpt, OpenAiAnswer("from the next", new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 }));

        Assert.Equal("from the next", (await test.AskAsync()).Text);
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Answer(string text, string usage) =>
        Body($$"""{"candidates":[{"content":{"role":"model","parts":[{"text":"{{text}}"}]},"finishReason":"STOP","index":0}],"usageMetadata":{{usage}},"modelVersion":"gemini-test","responseId":"r-1"}""");
}
