using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Models;
using RaptorFlow.Testing;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models;

public sealed class FailoverTests
{
    private static readonly object Usage = new { input_tokens = 10, output_tokens = 2 };

    private static readonly Func<HttpContext, Task> Second =
        OpenAiAnswer("from the next", new { prompt_tokens = 10, completion_tokens = 2, total_tokens = 12 });

    [Fact]
    public async Task ServerError_ThenGood_IsRetriedWithoutANote()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, Status(500), AnthropicAnswer("good", Usage));

        var answer = await test.AskAsync();

        Assert.Equal(("good", 2), (answer.Text, test.Server.Calls(Claude)));
        Assert.Empty(answer.Notes);
        Assert.Single(test.Ledger.Entries);
    }

    [Fact]
    public async Task BrokenConnection_ThenGood_IsRetried()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, Abort(), AnthropicAnswer("good", Usage));

        Assert.Equal("good", (await test.AskAsync()).Text);
    }

    [Fact]
    public async Task RateLimit_WaitsAsLongAsItIsAskedTo()
    {
        var time = new HurriedTime(upTo: TimeSpan.FromSeconds(30));
        await using var test = await GatewayUnderTest.StartAsync(time: time);
        test.Server.On(Claude, Status(429, retryAfter: "7"), AnthropicAnswer("good", Usage));

        var answer = await test.AskAsync();

        Assert.Equal(("good", "anthropic"), (answer.Text, answer.Provider));
        Assert.Contains(TimeSpan.FromSeconds(7), time.Waits);
    }

    [Fact]
    public async Task RateLimit_UntilATimeOfDay_IsWaitedForByTheVendorsClock()
    {
        var time = new HurriedTime(upTo: TimeSpan.FromSeconds(30));
        await using var test = await GatewayUnderTest.StartAsync(time: time);
        var limited = Status(429, retryAfter: "Thu, 01 Jan 2026 00:00:07 GMT");
        test.Server.On(Claude, context =>
        {
            context.Response.Headers.Date = "Thu, 01 Jan 2026 00:00:00 GMT";
            return limited(context);
        }, AnthropicAnswer("good", Usage));

        Assert.Equal("anthropic", (await test.AskAsync()).Provider);
        Assert.Contains(TimeSpan.FromSeconds(7), time.Waits);
    }

    [Fact]
    public async Task RateLimit_LongerThanWorthWaiting_FallsToTheNextAtOnce()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, Status(429, retryAfter: "3600")).On(Gpt, Second);

        var answer = await test.AskAsync();

        Assert.Equal(("openai", 1), (answer.Provider, test.Server.Calls(Claude)));
        Assert.Contains("limits the rate", Assert.Single(answer.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "refused the key")]
    [InlineData(403, "refused the key")]
    [InlineData(400, "refused the request")]
    [InlineData(404, "does not know the model")]
    public async Task Refusal_IsNotRetried_AndFallsOnWithANote(int status, string reason)
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, Status(status)).On(Gpt, Second);

        var answer = await test.AskAsync();

        Assert.Equal(("from the next", "gpt-test", 1), (answer.Text, answer.Model, test.Server.Calls(Claude)));
        Assert.Contains(reason, Assert.Single(answer.Notes), StringComparison.Ordinal);
        Assert.Contains(reason, test.Health.Providers.Single(provider => provider.Name == "anthropic").LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlowProvider_FallsToTheNext()
    {
        var time = new FakeTimeProvider();
        await using var test = await GatewayUnderTest.StartAsync(time: time);
        test.Server.On(Claude, SilentFor(time, seconds: 90)).On(Gpt, Second);

        var answer = await test.AskAsync();

        Assert.Equal("openai", answer.Provider);
        Assert.Contains("no answer within 90 s", Assert.Single(answer.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllProvidersSlow_LeavesTheDraft_AndNoHold()
    {
        var time = new FakeTimeProvider();
        await using var test = await GatewayUnderTest.StartAsync(time: time);
        test.Server.On(Claude, SilentFor(time, seconds: 90)).On(Gpt, SilentFor(time, seconds: 90));

        var answer = await test.AskAsync();

        Assert.Equal(("""{"draft":true}""", "offline", "offline", true, 0), (answer.Text, answer.Model, answer.Provider, answer.IsOffline, answer.CostMicros));
        Assert.Equal(3, answer.Notes.Count);
        var entry = Assert.Single(test.Ledger.Entries);
        Assert.Equal((ServedFrom.Draft, 0, null), (entry.ServedFrom, entry.CostMicros, entry.Tier));
        Assert.Contains("gpt-test of openai: no answer", entry.Reason, StringComparison.Ordinal);
        Assert.Empty(test.Ledger.Open);
    }

    [Fact]
    public async Task FailingProvider_OpensItsCircuit_AndIsPassedOver()
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: [("Models:Resilience:CircuitMinimumCalls", "2"), ("Models:Resilience:Retries", "0")]);
        test.Server.On(Claude, Status(500), Status(500)).On(Gpt, Second, Second, Second);

        await test.AskAsync();
        await test.AskAsync();
        var third = await test.AskAsync();

        Assert.Equal("openai", third.Provider);
        Assert.Contains("passed over", Assert.Single(third.Notes), StringComparison.Ordinal);
        Assert.Equal(2, test.Server.Calls(Claude));
        Assert.Equal(["open", "closed"], test.Health.Providers.Where(provider => provider.Configured).Select(provider => provider.Circuit));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task OpenCircuit_OfAHostWhoseClockIsSet_IsTriedAgainAfterItsBreakAndNotBefore(int hours)
    {
        var time = new SetClock(DateTimeOffset.UtcNow);
        await using var test = await GatewayUnderTest.StartAsync(time: time,
            settings: [("Models:Resilience:CircuitMinimumCalls", "2"), ("Models:Resilience:Retries", "0"), ("Models:Resilience:CircuitBreak", "00:00:30")]);
        test.Server.On(Claude, Status(500), Status(500), AnthropicAnswer("good", Usage)).On(Gpt, Second, Second, Second);
        await test.AskAsync();
        await test.AskAsync();

        time.Offset = TimeSpan.FromHours(hours);

        Assert.Equal("openai", (await test.AskAsync()).Provider);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("anthropic", (await test.AskAsync()).Provider);
    }

    [Fact]
    public async Task NoKey_GoesStraightToTheDraft_WithoutTouchingTheLedger()
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: [("Models:Providers:anthropic:ApiKey", null), ("Models:Providers:openai:ApiKey", " ")]);

        var answer = await test.AskAsync(ModelTier.Premium);

        Assert.True(answer.IsOffline);
        Assert.Equal("""{"draft":true}""", answer.Text);
        Assert.Empty(test.Ledger.Asked);
        Assert.Empty(test.Server.Requests);
        Assert.All(test.Health.Providers, provider => Assert.False(provider.Configured));
    }

    [Fact]
    public async Task NoModelAndNoDraft_IsRefusedWithTheReasons()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, Status(401)).On(Gpt, Status(401));
        using var client = test.Gateway.ClientFor(GatewayUnderTest.Scope(), ModelTier.Economy, CallPolicy.Default);

        var refusal = await Assert.ThrowsAsync<NoModelException>(() => client.GetResponseAsync("hello", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("refused the key", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(test.Ledger.Open);
    }

    [Fact]
    public async Task Caller_WhoCancels_LeavesNoHold()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        using var cancel = new CancellationTokenSource();
        test.Server.On(Claude, async context =>
        {
            await cancel.CancelAsync();
            await Never()(context);
        });
        using var client = test.Gateway.ClientFor(GatewayUnderTest.Scope(), ModelTier.Economy, CallPolicy.Default);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("hello", cancellationToken: cancel.Token));

        Assert.Single(test.Ledger.Asked);
        Assert.Empty(test.Ledger.Open);
        Assert.Equal(0, test.Server.Calls(Gpt));
    }

    [Fact]
    public async Task DearerTier_WithoutAModel_TakesTheCheaperOneAndSaysSo()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, AnthropicAnswer("good", Usage));

        var answer = await test.AskAsync(ModelTier.Premium);

        Assert.Equal("claude-test", answer.Model);
        Assert.Contains("premium was asked for", Assert.Single(answer.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PromptLongerThanTheContext_IsNotSentToThatModel()
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: ("Models:Catalogue:0:ContextTokens", "2000"));
        test.Server.On(Gpt, Second);

        var answer = await test.AskAsync(text: new string('x', 10_000));

        Assert.Equal("gpt-test", answer.Model);
        Assert.Contains("too long", Assert.Single(answer.Notes), StringComparison.Ordinal);
    }

    /// <summary>Lets the caller's clock run on and never answers.</summary>
    private static Func<HttpContext, Task> SilentFor(FakeTimeProvider time, int seconds) => context =>
    {
        time.Advance(TimeSpan.FromSeconds(seconds));
        return Never()(context);
    };
}
