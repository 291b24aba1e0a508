using System.Text.Json;
using Microsoft.Extensions.AI;
using static RaptorFlow.Core.Tests.Models.Providers.ProviderUnderTest;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models.Providers;

public sealed class GeminiToolTests
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"claim":{"type":"string"}}}""");

    [Fact]
    public async Task SchemaBesideTools_IsAskedForInWords_AsOlderModelsRefuseBoth()
    {
        await using var test = await StartAsync("gemini");
        test.Server.On(GeminiPath, Answer("{}", """{"promptTokenCount":1,"candidatesTokenCount":1}"""));

        await test.AskAsync(schema: Schema, tools: [AIFunctionFactory.Create((string city) => 1, "population", "People in a city")]);

        var body = Assert.Single(test.Server.Requests).Body;
        Assert.Null(body["generationConfig"]!["responseMimeType"]);
        Assert.Contains("claim", body["systemInstruction"]!.ToJsonString(), StringComparison.Ordinal);
        var function = body["tools"]![0]!["functionDeclarations"]![0]!;
        Assert.Equal(("population", "People in a city"), ((string?)function["name"], (string?)function["description"]));
        Assert.Equal("string", (string?)function["parametersJsonSchema"]!["properties"]!["city"]!["type"]);
    }

    [Fact]
    public async Task Tools_AreCalledForTheModel_WithItsSignaturesBack_AndEveryRoundIsPaid()
    {
        await using var test = await StartAsync("gemini");
        const string calls = """
            {"candidates":[{"content":{"role":"model","parts":[
              {"text":"I look it up."},
              {"functionCall":{"id":"f1","name":"population","args":{"city":"Leipzig"}},"thoughtSignature":"c2lnbmVk"},
              {"functionCall":{"name":"population","args":{"city":"Halle"}}}]},"finishReason":"STOP"}],
             "usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":4,"thoughtsTokenCount":6}}
            """;
        test.Server.On(GeminiPath, Body(calls), Answer("done", """{"promptTokenCount":100,"candidatesTokenCount":10}"""));
        List<string> asked = [];
        var tool = AIFunctionFactory.Create((string city) => { asked.Add(city); return 620_000; }, "population");

        var answer = await test.AskAsync(tools: [tool]);

        Assert.Equal("done", answer.Text);
        Assert.Equal(["Leipzig", "Halle"], asked);
        Assert.Equal([150, 150], test.Ledger.Entries.Select(entry => entry.CostMicros));
        var turns = test.Server.Requests.Last().Body["contents"]!.AsArray();
        Assert.Equal(["user", "model", "user"], turns.Select(turn => (string?)turn!["role"]));
        Assert.Equal(
            """[{"text":"I look it up."},{"thoughtSignature":"c2lnbmVk","functionCall":{"id":"f1","name":"population","args":{"city":"Leipzig"}}},{"functionCall":{"name":"population","args":{"city":"Halle"}}}]""",
            turns[1]!["parts"]!.ToJsonString());
        Assert.Equal(
            """[{"functionResponse":{"id":"f1","name":"population","response":{"result":620000}}},{"functionResponse":{"name":"population","response":{"result":620000}}}]""",
            turns[2]!["parts"]!.ToJsonString());
    }

    [Theory]
    [InlineData("gemini-3.8-flash", "skip_thought_signature_validator")]
    [InlineData("gemini-2.5-flash", null)]
    public async Task CallsOfAnotherModel_AreMarkedAsForeign_WhereSignaturesAreChecked(string model, string? mark)
    {
        await using var test = await StartAsync("gemini", ("Models:Catalogue:0:Name", model));
        test.Server.On($"/v1beta/models/{model}:generateContent", Answer("fine", """{"promptTokenCount":1,"candidatesTokenCount":1}"""));
        using var client = test.Gateway.ClientFor(GatewayUnderTest.Scope(), RaptorFlow.Agents.ModelTier.Economy, RaptorFlow.Core.Models.CallPolicy.Default);
        ChatMessage[] conversation =
        [
            new(ChatRole.User, "How many?"),
            new(ChatRole.Assistant, [new FunctionCallContent("toolu_1", "population", new Dictionary<string, object?> { ["city"] = "Halle" }), new FunctionCallContent("toolu_2", "area")]),
            new(ChatRole.Tool, [new FunctionResultContent("toolu_1", new { people = 5 })]),
            new(ChatRole.Tool, [new FunctionResultContent("toolu_2", "large")]),
        ];

        var response = await client.GetResponseAsync(conversation, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("fine", response.Text);
        var turns = Assert.Single(test.Server.Requests).Body["contents"]!.AsArray();
        var calls = turns[1]!["parts"]!.AsArray();
        Assert.Equal([mark, null], calls.Select(part => (string?)part!["thoughtSignature"]));
        Assert.Null(calls[0]!["functionCall"]!["id"]);
        // Both results in one turn, as the calls were.
        Assert.Equal(
            """[{"functionResponse":{"name":"population","response":{"people":5}}},{"functionResponse":{"name":"area","response":{"result":"large"}}}]""",
            turns[2]!["parts"]!.ToJsonString());
    }

    [Fact]
    public async Task ModelWithoutTools_AnswersWithoutThem_AndSaysSo()
    {
        await using var test = await StartAsync("gemini", ("Models:Catalogue:0:Abilities:0", "structured_output"));
        test.Server.On(GeminiPath, Answer("fine", """{"promptTokenCount":1,"candidatesTokenCount":1}"""));

        var answer = await test.AskAsync(tools: [AIFunctionFactory.Create(() => 1, "one")]);

        Assert.Equal("fine", answer.Text);
        Assert.Contains("calls no tools", Assert.Single(answer.Notes), StringComparison.Ordinal);
        Assert.Null(Assert.Single(test.Server.Requests).Body["tools"]);
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Answer(string text, string usage) =>
        Body($$"""{"candidates":[{"content":{"parts":[{"text":"{{text}}"}]},"finishReason":"STOP"}],"usageMetadata":{{usage}}}""");
}
