using RaptorFlow.Core.Cost;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models;

public sealed class RecordedAnswerTests
{
    private static readonly object Usage = new { input_tokens = 10, output_tokens = 2 };

    [Fact]
    public async Task SameQuestionOfTheSameTask_IsAnsweredFromTheRecord_AndCostsNothing()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, AnthropicAnswer("bought", Usage));
        var scope = GatewayUnderTest.Scope();

        await test.AskAsync(scope: scope);
        var again = await test.AskAsync(scope: scope);

        Assert.Equal(("bought", "claude-test", "anthropic", false), (again.Text, again.Model, again.Provider, again.IsOffline));
        Assert.Equal((0, 0, 0), (again.CostMicros, again.InputTokens, again.OutputTokens));
        Assert.Equal(1, test.Server.Calls(Claude));
        var entry = test.Ledger.Entries.Last();
        Assert.Equal((ServedFrom.Record, 20, 0), (entry.ServedFrom, entry.SavedMicros, entry.CostMicros));
    }

    [Fact]
    public async Task AnotherTaskOrAnotherQuestion_IsAskedAnew()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, AnthropicAnswer("one", Usage), AnthropicAnswer("two", Usage), AnthropicAnswer("three", Usage));
        var scope = GatewayUnderTest.Scope();

        await test.AskAsync(scope: scope);
        var otherTask = await test.AskAsync(scope: scope with { TaskId = Guid.CreateVersion7() });
        var otherQuestion = await test.AskAsync(scope: scope, text: "Improve it more.");

        Assert.Equal(("two", "three"), (otherTask.Text, otherQuestion.Text));
    }

    [Fact]
    public async Task ToolCalls_AreReplayedFromTheRecordToo()
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: ("Models:Providers:anthropic:ApiKey", null));
        var usage = new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 };
        test.Server.On(
            Gpt,
            OpenAiAnswer("", usage, "tool_calls", new[] { new { id = "c1", type = "function", function = new { name = "population", arguments = """{"city":"Leipzig"}""" } } }),
            OpenAiAnswer("done", usage));
        var scope = GatewayUnderTest.Scope();
        var tool = Microsoft.Extensions.AI.AIFunctionFactory.Create((string city) => city.Length, "population");

        var first = await test.AskAsync(scope: scope, tools: [tool]);
        var again = await test.AskAsync(scope: scope, tools: [tool]);

        Assert.Equal(("done", "done", 90, 0), (first.Text, again.Text, first.CostMicros, again.CostMicros));
        Assert.Equal(2, test.Server.Calls(Gpt));
    }

    [Fact]
    public async Task Draft_IsNoBoughtAnswer_AndIsNotRecorded()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, Status(400), AnthropicAnswer("late, and there", Usage)).On(Gpt, Status(400));
        var scope = GatewayUnderTest.Scope();

        var draft = await test.AskAsync(scope: scope);
        var answer = await test.AskAsync(scope: scope);

        Assert.True(draft.IsOffline);
        Assert.Equal("late, and there", answer.Text);
    }
}
