using System.Text.Json;
using Microsoft.Extensions.AI;
using RaptorFlow.Agents;
using RaptorFlow.Core.Models;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models;

public sealed class ProviderProtocolTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(
        """{"type":"object","properties":{"claim":{"type":"string"}},"required":["claim"],"additionalProperties":false}""");

    [Fact]
    public async Task Anthropic_GoodAnswer_IsReturnedAndCostedFromItsUsage()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, AnthropicAnswer("better", new { input_tokens = 100, cache_read_input_tokens = 1000, cache_creation_input_tokens = 0, output_tokens = 20 }));

        var answer = await test.AskAsync();

        Assert.Equal(("better", "claude-test", "anthropic", false), (answer.Text, answer.Model, answer.Provider, answer.IsOffline));
        // 100 at 1 + 1000 at 0.1 + 20 at 5 micro-dollars
        Assert.Equal((1100, 20, 300), (answer.InputTokens, answer.OutputTokens, answer.CostMicros));
        Assert.Empty(answer.Notes);
        var entry = Assert.Single(test.Ledger.Entries);
        Assert.Equal((1100, 1000, 20, 300, false), (entry.InputTokens, entry.CachedInputTokens, entry.OutputTokens, entry.CostMicros, entry.Estimated));
        Assert.Empty(test.Ledger.Open);
        var request = Assert.Single(test.Server.Requests);
        Assert.Equal("Bearer key-a", request.Headers["Authorization"]);
        Assert.Equal(("claude-test", 1000), ((string?)request.Body["model"], (int?)request.Body["max_tokens"]));
    }

    [Fact]
    public async Task OpenAi_GoodAnswer_IsReturnedAndCostedFromItsUsage()
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: ("Models:Providers:anthropic:ApiKey", null));
        test.Server.On(Gpt, OpenAiAnswer("better", new
        {
            prompt_tokens = 1000,
            completion_tokens = 300,
            total_tokens = 1300,
            prompt_tokens_details = new { cached_tokens = 400 },
            completion_tokens_details = new { reasoning_tokens = 250 },
        }));

        var answer = await test.AskAsync();

        Assert.Equal(("better", "gpt-test", "openai"), (answer.Text, answer.Model, answer.Provider));
        // 600 at 0.25 + 400 at 0.025 + 300 at 2; reasoning is part of the output
        Assert.Equal(760, answer.CostMicros);
        var entry = Assert.Single(test.Ledger.Entries);
        Assert.Equal((1000, 400, 300, 250), (entry.InputTokens, entry.CachedInputTokens, entry.OutputTokens, entry.ReasoningTokens));
        var request = Assert.Single(test.Server.Requests);
        Assert.Equal("Bearer key-o", request.Headers["Authorization"]);
        Assert.Equal(("gpt-test", 1000), ((string?)request.Body["model"], (int?)request.Body["max_completion_tokens"]));
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public async Task Answer_WithoutUsage_IsCostedByEstimateAndMarked(string provider)
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: ($"Models:Providers:{(provider == "openai" ? "anthropic" : "openai")}:ApiKey", null));
        test.Server.On(Gpt, OpenAiAnswer(new string('x', 400))).On(Claude, AnthropicAnswer(new string('x', 400)));

        var answer = await test.AskAsync();

        Assert.Equal(provider, answer.Provider);
        Assert.Contains(answer.Notes, note => note.Contains("estimated", StringComparison.Ordinal));
        var entry = Assert.Single(test.Ledger.Entries);
        Assert.True(entry.Estimated);
        Assert.InRange(entry.OutputTokens, 100, 110);
        Assert.Equal(answer.CostMicros, entry.CostMicros);
        Assert.True(entry.CostMicros > 0);
    }

    [Fact]
    public async Task Schema_IsAskedForInEachProvidersOwnWay()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, Status(400)).On(Gpt, OpenAiAnswer("""{"claim":"c"}""", new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 }));

        var answer = await test.AskAsync(schema: Schema);

        Assert.Equal("""{"claim":"c"}""", answer.Text);
        var requests = test.Server.Requests.ToDictionary(request => request.Path);
        Assert.Equal("string", (string?)requests[Claude].Body["output_config"]!["format"]!["schema"]!["properties"]!["claim"]!["type"]);
        Assert.Equal("string", (string?)requests[Gpt].Body["response_format"]!["json_schema"]!["schema"]!["properties"]!["claim"]!["type"]);
    }

    [Fact]
    public async Task Schema_ModelThatTakesNone_GetsItInThePrompt()
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: ("Models:Catalogue:0:Abilities:0", "tools"));
        test.Server.On(Claude, AnthropicAnswer("{}", new { input_tokens = 1, output_tokens = 1 }));

        await test.AskAsync(schema: Schema);

        var body = Assert.Single(test.Server.Requests).Body;
        Assert.Null(body["output_config"]);
        Assert.Contains("claim", body["system"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rubbish_IsTheCallersToJudge_ButIsPaidFor()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, AnthropicAnswer("no JSON, sorry", new { input_tokens = 10, output_tokens = 2 }));

        var answer = await test.AskAsync(schema: Schema);

        Assert.Equal("no JSON, sorry", answer.Text);
        Assert.Equal(20, Assert.Single(test.Ledger.Entries).CostMicros);
    }

    [Theory]
    [InlineData("<html>maintenance</html>")]
    [InlineData("""{"unexpected":[1,2,3]}""")]
    [InlineData("")]
    public async Task Body_ThatIsNoAnswer_FallsToTheNextProvider(string body)
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, Body(body)).On(Gpt, OpenAiAnswer("from the next", new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 }));

        var answer = await test.AskAsync();

        Assert.Equal(("from the next", "openai"), (answer.Text, answer.Provider));
        Assert.Contains("could not be read", Assert.Single(answer.Notes), StringComparison.Ordinal);
        Assert.Equal(1, test.Server.Calls(Claude));
    }

    [Fact]
    public async Task Tools_AreCalledForTheModel_AndEveryRoundIsPaid()
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: ("Models:Providers:anthropic:ApiKey", null));
        var usage = new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 };
        test.Server.On(
            Gpt,
            OpenAiAnswer("", usage, "tool_calls", new[] { new { id = "c1", type = "function", function = new { name = "population", arguments = """{"city":"Leipzig"}""" } } }),
            OpenAiAnswer("done", usage));
        List<string> asked = [];
        var tool = AIFunctionFactory.Create((string city) => { asked.Add(city); return 620_000; }, "population");

        var answer = await test.AskAsync(tools: [tool]);

        Assert.Equal("done", answer.Text);
        Assert.Equal(["Leipzig"], asked);
        Assert.Equal((200, 20, 90), (answer.InputTokens, answer.OutputTokens, answer.CostMicros));
        Assert.Equal([45, 45], test.Ledger.Entries.Select(entry => entry.CostMicros));
    }

    [Fact]
    public async Task ClientFor_StreamingAndForeignOptions_StayOnTheScopesAccount()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, AnthropicAnswer("streamed", new { input_tokens = 10, output_tokens = 2 }));
        using var client = test.Gateway.ClientFor(GatewayUnderTest.Scope(), ModelTier.Economy, CallPolicy.Default);
        var options = new ChatOptions { MaxOutputTokens = 50, AdditionalProperties = new() { ["raptorflow.scope"] = "someone else" } };

        var updates = await client.GetStreamingResponseAsync("hello", options, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal("streamed", updates.ToChatResponse().Text);
        Assert.Equal(20, Assert.Single(test.Ledger.Entries).CostMicros);
        Assert.Equal("someone else", options.AdditionalProperties["raptorflow.scope"]);
    }
}
