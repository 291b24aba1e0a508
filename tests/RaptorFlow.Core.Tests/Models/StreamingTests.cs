using Microsoft.AspNetCore.Http;
using RaptorFlow.Core.Models;
using RaptorFlow.Testing;
using static RaptorFlow.Testing.ScriptedServer;
using static RaptorFlow.Testing.ScriptedStreams;

namespace RaptorFlow.Core.Tests.Models;

public sealed class StreamingTests
{
    private static readonly string[] Pieces = ["It is ", "much ", "better."];

    private static readonly object Usage = new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 };

    private readonly Listener _listener = new();

    [Theory]
    [InlineData("anthropic", 150)]
    [InlineData("openai", 45)]
    public async Task Stream_OfEachProvider_ComesPieceByPiece_AndCostsWhatItsUsageSays(string provider, long cost)
    {
        await using var test = await GatewayUnderTest.StartAsync(settings: ($"Models:Providers:{(provider == "openai" ? "anthropic" : "openai")}:ApiKey", null));
        test.Server.On(Gpt, OpenAiStream(Pieces, Usage)).On(Claude, AnthropicStream(Pieces, new { input_tokens = 100, output_tokens = 10 }));

        var answer = await test.AskAsync(listener: _listener);

        Assert.Equal(("It is much better.", provider, cost), (answer.Text, answer.Provider, answer.CostMicros));
        Assert.Equal(Pieces, _listener.Told);
        Assert.Empty(answer.Notes);
        var entry = Assert.Single(test.Ledger.Entries);
        Assert.Equal((100, 10, false), (entry.InputTokens, entry.OutputTokens, entry.Estimated));
    }

    [Fact]
    public async Task Stream_WithoutUsage_IsCostedByEstimateAndMarked()
    {
        await using var test = await OnlyGptAsync();
        test.Server.On(Gpt, OpenAiStream(Pieces));

        var answer = await test.AskAsync(listener: _listener);

        var entry = Assert.Single(test.Ledger.Entries);
        Assert.True(entry.Estimated);
        Assert.Equal(answer.CostMicros, entry.CostMicros);
        Assert.True(entry is { InputTokens: > 0, OutputTokens: > 0, CostMicros: > 0 });
    }

    [Theory]
    [InlineData(Ending.Cut)]
    [InlineData(Ending.Silent)]
    [InlineData(Ending.Truncated)]
    public async Task Stream_ThatEndsInTheMiddle_IsPaidFor_AndTheModelIsAskedAgain(Ending ending)
    {
        await using var test = await OnlyGptAsync(("Models:Resilience:Timeout", "00:00:02"));
        test.Server.On(Gpt, OpenAiStream(Pieces[..2], ending: ending, heard: _listener.HeardAsync(2)), OpenAiStream(Pieces, Usage));

        var answer = await test.AskAsync(listener: _listener);

        Assert.Equal(("It is much better.", false), (answer.Text, answer.IsOffline));
        Assert.Equal(["It is ", "much ", "(again)", .. Pieces], _listener.Told);
        var entries = test.Ledger.Entries.ToArray();
        Assert.Equal(2, entries.Length);
        Assert.True(entries[0] is { Estimated: true, CostMicros: > 0, InputTokens: > 0, OutputTokens: > 0 });
        Assert.Equal((45, false), (entries[1].CostMicros, entries[1].Estimated));
        Assert.Empty(test.Ledger.Open);
        Assert.Contains(answer.Notes, note => note.StartsWith("gpt-test of openai:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_ThatIsCutTwice_GoesToTheNextModel()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, Cut(3), Cut(7))
            .On(Gpt, OpenAiStream(Pieces, Usage));

        var answer = await test.AskAsync(listener: _listener);

        Func<HttpContext, Task> Cut(int heard) => AnthropicStream(Pieces, new { input_tokens = 100, output_tokens = 1 }, Ending.Cut, _listener.HeardAsync(heard));

        Assert.Equal("gpt-test", answer.Model);
        Assert.Equal(["claude-test", "claude-test", "gpt-test"], test.Ledger.Entries.Select(e => e.Model));
        Assert.All(test.Ledger.Entries, entry => Assert.True(entry.CostMicros > 0));
        Assert.Equal(2, test.Server.Calls(Claude));
        Assert.Empty(test.Ledger.Open);
    }

    [Fact]
    public async Task Stream_CutAndNothingLeftToPayAnother_LeavesTheDraft_AndSaysWhy()
    {
        // Room for one call of at most a thousand output tokens at 2 micro-dollars, and not for two.
        await using var poor = await GatewayUnderTest.StartAsync(limit: 2_300, settings: ("Models:Providers:anthropic:ApiKey", null));
        poor.Server.On(Gpt, OpenAiStream([new('x', 4_000)], ending: Ending.Cut, heard: _listener.HeardAsync(1)));

        var answer = await poor.AskAsync(listener: _listener);

        Assert.True(answer.IsOffline);
        Assert.Contains(answer.Notes, note => note.StartsWith("Over budget for gpt-test", StringComparison.Ordinal));
        Assert.InRange(poor.Ledger.Entries.Sum(e => e.CostMicros), 1, 2_300);
        Assert.Empty(poor.Ledger.Open);
    }

    [Fact]
    public async Task Stream_WhoseReaderGoesAway_IsPaidFor()
    {
        await using var test = await OnlyGptAsync();
        test.Server.On(Gpt, OpenAiStream(Pieces, ending: Ending.Silent));
        using var gone = new CancellationTokenSource();
        _listener.OnText = gone.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.AskAsync(listener: _listener, cancellationToken: gone.Token));

        Assert.True(Assert.Single(test.Ledger.Entries) is { Estimated: true, CostMicros: > 0 });
        Assert.Empty(test.Ledger.Open);
    }

    [Fact]
    public async Task Stream_ThatFailsBeforeItsFirstPiece_IsRetriedAndCostsNothing()
    {
        await using var test = await OnlyGptAsync();
        test.Server.On(Gpt, Status(503), OpenAiStream(Pieces, Usage));

        var answer = await test.AskAsync(listener: _listener);

        Assert.Equal(Pieces, _listener.Told);
        Assert.Equal(45, Assert.Single(test.Ledger.Entries).CostMicros);
        Assert.Empty(answer.Notes);
    }

    private static Task<GatewayUnderTest> OnlyGptAsync(params (string, string?)[] settings) =>
        GatewayUnderTest.StartAsync(settings: [("Models:Providers:anthropic:ApiKey", null), .. settings]);

    private sealed class Listener : IAnswerListener
    {
        private readonly Dictionary<int, TaskCompletionSource> _waiting = [];

        public List<string> Told { get; } = [];

        public Action? OnText { get; set; }

        /// <summary>When so much has been told.</summary>
        public Task HeardAsync(int count) => (_waiting[count] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public void Text(string text)
        {
            Told.Add(text);
            OnText?.Invoke();
            if (_waiting.TryGetValue(Told.Count, out var waiting))
                waiting.SetResult();
        }

        public void Restart(string why) => Told.Add("(again)");
    }
}
