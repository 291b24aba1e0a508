using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using RaptorFlow.Core.Models;
using static RaptorFlow.Core.Tests.Models.Providers.ProviderUnderTest;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models.Providers;

public sealed class MistralTests
{
    private static readonly object Usage = new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 };

    [Theory]
    [InlineData("""{"prompt_tokens":1000,"completion_tokens":50,"total_tokens":1050,"prompt_tokens_details":{"cached_tokens":400}}""")]
    [InlineData("""{"prompt_tokens":1000,"completion_tokens":50,"total_tokens":1050,"num_cached_tokens":400}""")]
    [InlineData("""{"prompt_tokens":1000,"completion_tokens":50,"total_tokens":1050,"prompt_token_details":{"cached_tokens":400}}""")]
    public async Task GoodAnswer_IsReturnedAndCostedFromItsUsage(string usage)
    {
        await using var test = await StartAsync("mistral");
        test.Server.On(MistralPath, OpenAiAnswer("better", JsonNode.Parse(usage)));

        var answer = await test.AskAsync();

        // 600 at 1 + 400 at 0.1 + 50 at 5 micro-dollars
        Assert.Equal(("better", TestModel, "mistral", 890), (answer.Text, answer.Model, answer.Provider, answer.CostMicros));
        Assert.Empty(answer.Notes);
        var entry = Assert.Single(test.Ledger.Entries);
        Assert.Equal((1000, 400, 50, false), (entry.InputTokens, entry.CachedInputTokens, entry.OutputTokens, entry.Estimated));
    }

    [Fact]
    public async Task Request_HasNothingThatMistralDoesNotKnow()
    {
        await using var test = await StartAsync("mistral");
        test.Server.On(MistralPath, OpenAiAnswer("fine", Usage));
        var (client, http) = test.Client("mistral");
        using var connection = http;
        ChatMessage user = new(ChatRole.User, "Hello.") { AuthorName = "ann" };

        await client.GetResponseAsync(
            [new(ChatRole.System, "You are a test."), user], new() { MaxOutputTokens = 1000, Seed = 4, Temperature = 0.5f, AllowMultipleToolCalls = true }, TestContext.Current.CancellationToken);

        var request = Assert.Single(test.Server.Requests);
        Assert.Equal("Bearer key-m", request.Headers["Authorization"]);
        Assert.Equal(["max_tokens", "messages", "model", "random_seed", "temperature"], request.Body.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal((1000, 4), ((int?)request.Body["max_tokens"], (int?)request.Body["random_seed"]));
        Assert.All(request.Body["messages"]!.AsArray(), message => Assert.Equal(["content", "role"], message!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Schema_IsAskedFor()
    {
        await using var test = await StartAsync("mistral");
        test.Server.On(MistralPath, OpenAiAnswer("{}", Usage));

        await test.AskAsync(schema: JsonElement.Parse("""{"type":"object","properties":{"claim":{"type":"string"}}}"""));

        var format = Assert.Single(test.Server.Requests).Body["response_format"]!;
        Assert.Equal("json_schema", (string?)format["type"]);
        Assert.Equal("string", (string?)format["json_schema"]!["schema"]!["properties"]!["claim"]!["type"]);
    }

    [Fact]
    public async Task Tools_AreCalledForTheModel_AndEveryRoundIsPaid()
    {
        await using var test = await StartAsync("mistral");
        test.Server.On(
            MistralPath,
            OpenAiAnswer("", Usage, "tool_calls", new[] { new { id = "D681PevKs", type = "function", function = new { name = "population", arguments = """{"city":"Leipzig"}""" } } }),
            OpenAiAnswer("done", Usage));
        List<string> asked = [];
        var tool = AIFunctionFactory.Create((string city) => { asked.Add(city); return 620_000; }, "population");

        var answer = await test.AskAsync(tools: [tool]);

        Assert.Equal("done", answer.Text);
        Assert.Equal(["Leipzig"], asked);
        Assert.Equal([150, 150], test.Ledger.Entries.Select(entry => entry.CostMicros));
        Assert.Equal("D681PevKs", (string?)test.Server.Requests.Last().Body["messages"]!.AsArray().Last()!["tool_call_id"]);
    }

    [Fact]
    public async Task CallsOfAnotherModel_GetIdsThatMistralTakes_TheSameForCallAndResult()
    {
        await using var test = await StartAsync("mistral");
        test.Server.On(MistralPath, OpenAiAnswer("fine", Usage));
        using var client = test.Gateway.ClientFor(GatewayUnderTest.Scope(), RaptorFlow.Agents.ModelTier.Economy, RaptorFlow.Core.Models.CallPolicy.Default);

        await client.GetResponseAsync(
            [
                new(ChatRole.User, "How many?"),
                new(ChatRole.Assistant, [new FunctionCallContent("toolu_01A_b-c", "population"), new FunctionCallContent("toolu_01A_b-d", "population")]),
                new(ChatRole.Tool, [new FunctionResultContent("toolu_01A_b-c", 5), new FunctionResultContent("toolu_01A_b-d", 6)]),
            ],
            cancellationToken: TestContext.Current.CancellationToken);

        var messages = Assert.Single(test.Server.Requests).Body["messages"]!.AsArray();
        string[] ids = [.. messages[1]!["tool_calls"]!.AsArray().Select(call => (string)call!["id"]!)];
        Assert.All(ids, id => Assert.Matches("^[a-zA-Z0-9]{9}$", id));
        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(ids, messages.Skip(2).Select(message => (string)message!["tool_call_id"]!));
    }

    [Fact]
    public async Task Thoughts_AreNotTheAnswer()
    {
        await using var test = await StartAsync("mistral");
        test.Server.On(MistralPath, Body("""
            {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"model_length","message":{"role":"assistant","content":[
              {"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"better"}]}}],
             "usage":{"prompt_tokens":1,"completion_tokens":9,"total_tokens":10}}
            """));

        var answer = await test.AskAsync();

        Assert.Equal("better", answer.Text);
        Assert.Contains("cut at its token limit", Assert.Single(answer.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswerThatEndsWithAnError_FallsToTheNext()
    {
        await using var test = await StartAsync("mistral");
        test.Server.On(MistralPath, OpenAiAnswer("half of", Usage, "error")).On(Gpt, OpenAiAnswer("from the next", Usage));

        Assert.Equal("from the next", (await test.AskAsync()).Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":0,"total_tokens":10}""")]
    public async Task Answer_WithoutUsage_OrOneSmallerThanItsText_IsCostedByEstimateAndMarked(string? usage)
    {
        await using var test = await StartAsync("mistral");
        test.Server.On(MistralPath, OpenAiAnswer(new string('x', 400), usage is null ? null : JsonNode.Parse(usage)));

        var answer = await test.AskAsync();

        Assert.Contains(answer.Notes, note => note.Contains("estimated", StringComparison.Ordinal));
        var entry = Assert.Single(test.Ledger.Entries);
        Assert.True(entry.Estimated);
        Assert.InRange(entry.OutputTokens, 100, 110);
    }

    [Fact]
    public async Task Stream_ComesInPieces_WithItsUsage_UnaskedFor()
    {
        await using var test = await StartAsync("mistral");
        test.Server.On(MistralPath, Events(
            """{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}]},"finish_reason":null}]}""",
            """{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":[{"type":"text","text":"one "}]},"finish_reason":null}]}""",
            """{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"zwei – 二"},"finish_reason":null}]}""",
            """{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":"model_length"}],"usage":{"prompt_tokens":10,"total_tokens":56,"completion_tokens":46,"num_cached_tokens":4}}""",
            "[DONE]"));

        var (response, pieces) = await test.StreamAsync("mistral", new() { MaxOutputTokens = 50 });

        Assert.Equal(("one zwei – 二", 2, ChatFinishReason.Length), (response.Text, pieces, response.FinishReason));
        Assert.Equal((10, 46, 4), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.CachedInputTokenCount));
        var body = Assert.Single(test.Server.Requests).Body;
        Assert.Equal((true, 50), ((bool?)body["stream"], (int?)body["max_tokens"]));
        Assert.Null(body["stream_options"]);
    }

    [Fact]
    public async Task Stream_ThatEndsWithAnError_Throws()
    {
        await using var test = await StartAsync("mistral");
        test.Server.On(MistralPath, Events("""{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"half"},"finish_reason":"error"}]}"""));

        await Assert.ThrowsAsync<ModelCallException>(() => test.StreamAsync("mistral"));
    }
}
