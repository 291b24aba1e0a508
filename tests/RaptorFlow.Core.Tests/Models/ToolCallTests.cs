using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using RaptorFlow.Core.Models;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models;

/// <summary>Whatever a text talks a model into: it calls what the agent's card lists, a bounded number of times, and each call is traced and paid.</summary>
public sealed class ToolCallTests
{
    private static readonly object Usage = new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 };

    private int _called;

    [Fact]
    public async Task ToolThatTheAgentDoesNotHave_IsNotCalled_AndTheModelIsToldSo()
    {
        await using var test = await StartAsync();
        test.Server.On(Gpt, Calls("delete_everything", 1), OpenAiAnswer("as you wish", Usage));

        var answer = await test.AskAsync(tools: [Population()]);

        Assert.Equal(("as you wish", 0), (answer.Text, _called));
        Assert.Contains("not found", test.Server.Requests.Last().Body.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Tool_IsOfferedAsItIs_AndItsResultIsGivenBack()
    {
        await using var test = await StartAsync();
        test.Server.On(Gpt, Calls("population", 1), OpenAiAnswer("done", Usage));

        await test.AskAsync(tools: [AIFunctionFactory.Create((string city) => new { city, people = 620_000 }, "population", "People in a city")]);

        var offered = test.Server.Requests.First().Body["tools"]![0]!["function"]!;
        Assert.Equal(("population", "People in a city", "string"), (
            offered["name"]!.GetValue<string>(), offered["description"]!.GetValue<string>(), offered["parameters"]!["properties"]!["city"]!["type"]!.GetValue<string>()));
        Assert.Equal("city", Assert.Single(offered["parameters"]!["required"]!.AsArray())!.GetValue<string>());
        var result = test.Server.Requests.Last().Body["messages"]!.AsArray().Last()!;
        Assert.Equal(620_000, JsonNode.Parse(result["content"]!.GetValue<string>())!["people"]!.GetValue<int>());
    }

    [Fact]
    public async Task ToolThatThrows_IsSaidToTheModel_AndTheAnswerGoesOn()
    {
        await using var test = await StartAsync();
        test.Server.On(Gpt, Calls("population", 1), OpenAiAnswer("without it", Usage));

        var answer = await test.AskAsync(tools: [AIFunctionFactory.Create(int (string city) => throw new InvalidOperationException($"secret of {city}"), "population")]);

        Assert.Equal("without it", answer.Text);
        Assert.DoesNotContain("secret", test.Server.Requests.Last().Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatOnlyLooksLikeACall_IsText()
    {
        await using var test = await StartAsync();
        test.Server.On(Gpt, OpenAiAnswer("""<tool_call>{"name":"population","arguments":{"city":"Leipzig"}}</tool_call>""", Usage));

        var answer = await test.AskAsync(tools: [Population()]);

        Assert.StartsWith("<tool_call>", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, _called);
    }

    [Fact]
    public async Task Calls_AreBoundedInNumber_WithinARoundAndInAll()
    {
        await using var test = await StartAsync();
        test.Server.On(Gpt, [.. Enumerable.Repeat(Calls("population", 8), 20)]);

        await test.AskAsync(tools: [Population()]);

        Assert.Equal(ToolCalls.MostCalls, _called);
        Assert.Equal(ToolCalls.MostRounds + 1, test.Server.Calls(Gpt));
        Assert.Equal(ToolCalls.MostRounds + 1, test.Ledger.Entries.Count);
    }

    [Fact]
    public async Task Calls_EndWhereTheMoneyEnds()
    {
        await using var rich = await StartAsync();
        rich.Server.On(Gpt, OpenAiAnswer("done", Usage));
        await rich.AskAsync(tools: [Population()]);
        // What one round may cost at most, and a little: two or three rounds, of which each costs 45.
        var limit = Assert.Single(rich.Ledger.Asked) + 100;
        await using var test = await StartAsync(limit);
        test.Server.On(Gpt, [.. Enumerable.Repeat(Calls("population", 1), 20)]);

        var answer = await test.AskAsync(tools: [Population()]);

        Assert.True(answer.IsOffline);
        Assert.Contains(answer.Notes, n => n.StartsWith("Over budget for gpt-test", StringComparison.Ordinal));
        Assert.InRange(test.Ledger.Entries.Sum(e => e.CostMicros), 1, limit);
    }

    [Fact]
    public async Task EachCall_HasASpanOfItsOwn()
    {
        await using var test = await StartAsync();
        test.Server.On(Gpt, Calls("population", 2), OpenAiAnswer("done", Usage));
        using var parent = new Activity("test").Start();
        List<string> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "RaptorFlow.Models",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == parent.TraceId)
                    spans.Add(span.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);

        await test.AskAsync(tools: [Population()]);

        Assert.Equal(2, spans.Count(s => s == "execute_tool population"));
    }

    private static Task<GatewayUnderTest> StartAsync(long limit = long.MaxValue) => GatewayUnderTest.StartAsync(limit, settings: ("Models:Providers:anthropic:ApiKey", null));

    private AIFunction Population() => AIFunctionFactory.Create((string city) => Interlocked.Increment(ref _called) + city.Length, "population");

    private static Func<HttpContext, Task> Calls(string tool, int count) => OpenAiAnswer("", Usage, "tool_calls",
        Enumerable.Range(0, count).Select(i => new { id = $"c{i}", type = "function", function = new { name = tool, arguments = """{"city":"Leipzig"}""" } }).ToArray());
}
