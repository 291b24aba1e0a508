using RaptorFlow.Agents;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models;

public sealed class AffordabilityTests
{
    [Fact]
    public async Task TooDearModel_IsGivenUpForTheCheaper_AndSaidSo()
    {
        // claude-test may cost 5000 micro-dollars of output, gpt-test 2000.
        await using var test = await GatewayUnderTest.StartAsync(limit: 4000);
        test.Server.On(Gpt, OpenAiAnswer("cheaper", new { prompt_tokens = 100, completion_tokens = 100, total_tokens = 200 }));

        var answer = await test.AskAsync();

        Assert.Equal("gpt-test", answer.Model);
        Assert.StartsWith("Over budget for claude-test", Assert.Single(answer.Notes), StringComparison.Ordinal);
        Assert.Equal(0, test.Server.Calls(Claude));
        Assert.Equal(2, test.Ledger.Asked.Count);
        Assert.Empty(test.Ledger.Open);
    }

    [Fact]
    public async Task NothingAffordable_LeavesTheDraft_AndAsksNoProvider()
    {
        await using var test = await GatewayUnderTest.StartAsync(limit: 10);

        var answer = await test.AskAsync(ModelTier.Premium);

        Assert.True(answer.IsOffline);
        Assert.Contains("Over budget", answer.Notes[0], StringComparison.Ordinal);
        Assert.Empty(test.Server.Requests);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(9, 0)]
    public async Task Settlement_LedgerAwayForAMoment_CostsNeitherTheChargeNorTheAnswer(int failures, int charged)
    {
        await using var test = await GatewayUnderTest.StartAsync(time: new HurriedTime(TimeSpan.FromSeconds(30)));
        test.Server.On(Claude, AnthropicAnswer("better", new { input_tokens = 100, output_tokens = 100 }));
        test.Ledger.FailingSettlements = failures;

        var answer = await test.AskAsync();

        Assert.Equal("better", answer.Text);
        Assert.Equal(charged, test.Ledger.Entries.Count);
    }

    [Theory]
    [InlineData("plain English text, as most prompts are")]
    [InlineData("日本語のブリーフと、各国の言葉で書かれた資料")]
    [InlineData("{\"a\":[1,2,3],\"b\":\"0x9f8e7d\"}")]
    public async Task Hold_CoversTheDearestCallPossible(string text)
    {
        await using var test = await GatewayUnderTest.StartAsync();
        // One token a byte is the most a byte-level tokenizer makes; the whole bound on output is used.
        var bytes = System.Text.Encoding.UTF8.GetByteCount(text) + "You are a test.".Length;
        test.Server.On(Claude, AnthropicAnswer("dear", new { input_tokens = bytes, output_tokens = 1000 }));

        var answer = await test.AskAsync(text: text);

        Assert.True(answer.CostMicros <= Assert.Single(test.Ledger.Asked), $"{answer.CostMicros} was spent on a hold of {test.Ledger.Asked.First()}");
    }

    [Fact]
    public async Task LittleLeft_AsksACheaperTier_AndSaidSo()
    {
        // idle-test, of the dearer tiers, costs 1 micro-dollar a token; the first call leaves 5 % of the budget, which is enough for another.
        await using var test = await GatewayUnderTest.StartAsync(limit: 200_000, settings: [("Models:Providers:idle:ApiKey", "key-i"), ("Models:Providers:idle:BaseAddress", "{server}/v1")]);
        test.Server.On(Gpt, OpenAiAnswer("dear", new { prompt_tokens = 189_000, completion_tokens = 1_000, total_tokens = 190_000 }));
        test.Server.On(Claude, AnthropicAnswer("cheap", new { input_tokens = 10, output_tokens = 10 }));
        Assert.Equal("idle-test", (await test.AskAsync(ModelTier.Premium)).Model);

        var answer = await test.AskAsync(ModelTier.Premium);

        Assert.Equal("claude-test", answer.Model);
        Assert.StartsWith("Only 5 % of run", answer.Notes[0], StringComparison.Ordinal);
        Assert.Contains("the economy tier is asked instead of the premium tier", test.Ledger.Entries.Last().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LittleLeft_WhereNoCheaperTierHasAModel_AsksTheTierAllTheSame()
    {
        await using var test = await GatewayUnderTest.StartAsync(limit: 200_000, settings: [
            ("Models:Providers:idle:ApiKey", "key-i"), ("Models:Providers:idle:BaseAddress", "{server}/v1"), ("Models:Providers:anthropic:ApiKey", null), ("Models:Providers:openai:ApiKey", null)]);
        var usage = new { prompt_tokens = 189_000, completion_tokens = 1_000, total_tokens = 190_000 };
        test.Server.On(Gpt, OpenAiAnswer("dear", usage), OpenAiAnswer("dear again", new { prompt_tokens = 10, completion_tokens = 10, total_tokens = 20 }));
        await test.AskAsync(ModelTier.Premium);

        var answer = await test.AskAsync(ModelTier.Premium);

        Assert.Equal(("dear again", 0), (answer.Text, answer.Notes.Count));
    }

    [Fact]
    public async Task NothingLeft_StillAsksAFreeModelOfTheTier()
    {
        await using var test = await GatewayUnderTest.StartAsync(limit: 0, settings: [
            ("Models:Providers:idle:ApiKey", "key-i"), ("Models:Providers:idle:BaseAddress", "{server}/v1"), ("Models:Catalogue:2:InputPerMillion", "0"), ("Models:Catalogue:2:OutputPerMillion", "0")]);
        test.Server.On(Gpt, OpenAiAnswer("free", new { prompt_tokens = 10, completion_tokens = 10, total_tokens = 20 }));

        Assert.Equal(("free", "idle-test"), (await test.AskAsync(ModelTier.Premium)) is var answer ? (answer.Text, answer.Model) : default);
    }

    [Fact]
    public async Task ConcurrentCalls_NeverSpendMoreThanTheLimit()
    {
        const long limit = 20_000;
        await using var test = await GatewayUnderTest.StartAsync(limit, settings: ("Models:Providers:openai:ApiKey", null));
        for (var i = 0; i < 40; i++)
            test.Server.On(Claude, AnthropicAnswer("dear", new { input_tokens = 20, output_tokens = 1000 }));

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => test.AskAsync()));

        Assert.InRange(answers.Sum(answer => answer.CostMicros), 1, limit);
        Assert.Contains(answers, answer => answer.IsOffline);
        Assert.Empty(test.Ledger.Open);
    }
}
