using System.Text.Json;
using Microsoft.Extensions.AI;
using RaptorFlow.Core.Models;
using static RaptorFlow.Core.Tests.Models.Providers.ProviderUnderTest;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models.Providers;

public sealed class OllamaTests
{
    [Fact]
    public async Task GoodAnswer_IsReturnedAndCostedFromItsUsage()
    {
        await using var test = await StartAsync("ollama");
        test.Server.On(OllamaPath, Answer("better", ""","prompt_eval_count":1000,"eval_count":50"""));

        var answer = await test.AskAsync();

        // 1000 at 1 + 50 at 5 micro-dollars: a machine of one's own has its price, too.
        Assert.Equal(("better", TestModel, "ollama", 1250), (answer.Text, answer.Model, answer.Provider, answer.CostMicros));
        Assert.Empty(answer.Notes);
        Assert.False(Assert.Single(test.Ledger.Entries).Estimated);
    }

    [Fact]
    public async Task FreeModel_CostsNothing()
    {
        await using var test = await StartAsync("ollama", ("Models:Catalogue:0:InputPerMillion", "0"), ("Models:Catalogue:0:CachedInputPerMillion", null), ("Models:Catalogue:0:OutputPerMillion", "0"));
        test.Server.On(OllamaPath, Answer("better", ""","prompt_eval_count":1000,"eval_count":50"""));

        Assert.Equal(0, (await test.AskAsync()).CostMicros);
        Assert.Equal((1000, 50, 0), test.Ledger.Entries.Select(entry => (entry.InputTokens, entry.OutputTokens, entry.CostMicros)).Single());
    }

    [Fact]
    public async Task Request_AsksForAWindowThatTheCallFitsInto()
    {
        await using var test = await StartAsync("ollama");
        test.Server.On(OllamaPath, Answer("fine", ""), Answer("fine", ""));

        await test.AskAsync();
        await test.AskAsync(text: new string('x', 40_000));

        var (small, large) = (test.Server.Requests.First(), test.Server.Requests.Last());
        Assert.Equal((TestModel, false, 1000, 8192), ((string?)small.Body["model"], (bool?)small.Body["stream"], (int?)small.Body["options"]!["num_predict"], (int?)small.Body["options"]!["num_ctx"]));
        Assert.Equal(["system", "user"], small.Body["messages"]!.AsArray().Select(message => (string?)message!["role"]));
        Assert.False(small.Headers.ContainsKey("Authorization"));
        Assert.Equal(32_768, (int?)large.Body["options"]!["num_ctx"]);
    }

    [Fact]
    public async Task Key_IsShownToAProxyThatWantsOne()
    {
        await using var test = await StartAsync("ollama", ("Models:Providers:ollama:ApiKey", "key-p"), ("Models:Providers:ollama:BaseAddress", "{server}/ollama"));
        test.Server.On("/ollama/api/chat", Answer("fine", ""));

        Assert.Equal("fine", (await test.AskAsync()).Text);
        Assert.Equal("Bearer key-p", Assert.Single(test.Server.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task Schema_IsItsFormat()
    {
        await using var test = await StartAsync("ollama");
        test.Server.On(OllamaPath, Answer("{}", ""));

        await test.AskAsync(schema: JsonElement.Parse("""{"type":"object","properties":{"claim":{"type":"string"}}}"""));

        Assert.Equal("string", (string?)Assert.Single(test.Server.Requests).Body["format"]!["properties"]!["claim"]!["type"]);
    }

    [Fact]
    public async Task Tools_AreCalledForTheModel_AndEveryRoundIsPaid()
    {
        await using var test = await StartAsync("ollama");
        test.Server.On(
            OllamaPath,
            Body("""{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"population","arguments":{"city":"Leipzig"}}}]},"done":true,"done_reason":"stop","prompt_eval_count":100,"eval_count":10}"""),
            Answer("done", ""","prompt_eval_count":100,"eval_count":10"""));
        List<string> asked = [];
        var tool = AIFunctionFactory.Create((string city) => { asked.Add(city); return 620_000; }, "population");

        var answer = await test.AskAsync(tools: [tool]);

        Assert.Equal("done", answer.Text);
        Assert.Equal(["Leipzig"], asked);
        Assert.Equal([150, 150], test.Ledger.Entries.Select(entry => entry.CostMicros));
        var messages = test.Server.Requests.Last().Body["messages"]!.AsArray();
        Assert.Equal("population", (string?)messages[^2]!["tool_calls"]![0]!["function"]!["name"]);
        Assert.Contains("620000", (string?)messages[^1]!["content"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_WithoutUsage_IsCostedByEstimateAndMarked()
    {
        await using var test = await StartAsync("ollama");
        test.Server.On(OllamaPath, Answer(new string('x', 400), ""","eval_count":0"""));

        var answer = await test.AskAsync();

        Assert.Contains(answer.Notes, note => note.Contains("estimated", StringComparison.Ordinal));
        Assert.InRange(Assert.Single(test.Ledger.Entries).OutputTokens, 100, 110);
    }

    [Fact]
    public async Task TwoModelsAtOnce_AreServedByOneConnectionPool()
    {
        await using var test = await StartAsync("ollama", ("Models:Catalogue:1:Provider", "ollama"));
        test.Server.On(OllamaPath, Status(404), Answer("the second", ""));

        var answer = await test.AskAsync();

        Assert.Equal(("the second", "gpt-test"), (answer.Text, answer.Model));
        Assert.Equal([TestModel, "gpt-test"], test.Server.Requests.Select(request => (string?)request.Body["model"]));
    }

    [Fact]
    public async Task Stream_ComesInPieces_WithItsUsage()
    {
        await using var test = await StartAsync("ollama");
        test.Server.On(OllamaPath, Lines(
            Piece(""" "thinking":"hm","content":"" """, "false"), Piece(""" "content":"one " """, "false"), Piece(""" "content":"zwei – 二" """, "false"),
            Piece(""" "content":"" """, "true", ""","done_reason":"length","prompt_eval_count":9,"eval_count":5""")));

        var (response, pieces) = await test.StreamAsync("ollama");

        Assert.Equal(("one zwei – 二", 2, ChatFinishReason.Length), (response.Text, pieces, response.FinishReason));
        Assert.Equal((9, 5), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.True((bool?)Assert.Single(test.Server.Requests).Body["stream"]);
    }

    [Fact]
    public async Task Stream_BrokenOffByAnError_Throws()
    {
        await using var test = await StartAsync("ollama");
        test.Server.On(OllamaPath, Lines(Piece(""" "content":"half" """, "false"), """{"error":"model runner has unexpectedly stopped"}"""));

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => test.StreamAsync("ollama"));

        Assert.True(failure.Transient);
    }

    [Fact]
    public async Task Stream_ThatJustEnds_Throws()
    {
        await using var test = await StartAsync("ollama");
        test.Server.On(OllamaPath, Lines(Piece(""" "content":"half" """, "false")));

        await Assert.ThrowsAsync<ModelCallException>(() => test.StreamAsync("ollama"));
    }

    private static string Piece(string message, string done, string more = "") =>
        $$"""{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant",{{message}}},"done":{{done}}{{more}}}""";

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Answer(string text, string usage) =>
        Body(Piece($""" "content":{JsonSerializer.Serialize(text)} """, "true", $""","done_reason":"stop"{usage}"""));
}
