using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;
using static RaptorFlow.Testing.ScriptedServer;
using static RaptorFlow.Testing.ScriptedStreams;

namespace RaptorFlow.AgentHost.Tests.Execution;

/// <summary>Hosts as processes of their own, one of which is killed between the hold of a model's call and its settlement.</summary>
public sealed class HolderLossTests(EmbeddedStack stack) : IAsyncLifetime
{
    private const long Limit = Money.MicrosPerUsd;

    // gpt-6-luna of the shipped catalogue: 1000 tokens at 0.1 and 100 at 0.5 micro-dollars.
    private const long CostOfACall = 150;

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _askedAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answerAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EmbeddedGarnet _redis = null!;
    private ScriptedServer _vendor = null!;
    private HostUnderTest _onlooker = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        _vendor = (await ScriptedServer.StartAsync()).On(Gpt, Answer(_asked, _answer.Task, _answered), Answer(_askedAgain, _answerAgain.Task));
        // Serves no guild and sweeps nothing: that is left to the processes.
        _onlooker = await HostUnderTest.StartAsync(stack, _redis.ConnectionString, ("AgentHost:Guilds:0", "none"), ("AgentHost:Sweep", "00:05:00"));
        await Books.LimitAsync(_onlooker, Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await _onlooker.DisposeAsync();
        await _vendor.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task HostKilledBeforeTheAnswer_ItsHoldStandsUntilItExpires_AndTheTaskIsPaidOnce()
    {
        using var doomed = Start();
        var run = await BeginAsync();

        doomed.Kill();

        var held = await HeldAsync();
        using var heir = Start();
        await Books.EndLeasesAsync(_onlooker);
        await _askedAgain.Task.WaitAsync(Token);
        // Though its task is another's by now.
        var both = await Books.OfAsync(_onlooker);
        Assert.Equal((2, 2 * held, 0), (both.Holds, both.HeldMicros, both.SpentMicros));
        Assert.False(await FitsAsync(Limit - both.HeldMicros + 1));
        Assert.True(await FitsAsync(Limit - both.HeldMicros));

        await Books.ExpireOldestHoldAsync(_onlooker);
        await Eventually.TrueAsync(async () => (await Books.OfAsync(_onlooker)) is { Holds: 1 } left && left.HeldMicros == held, Token);
        Assert.True(await FitsAsync(Limit - held));
        _answerAgain.SetResult();

        await EndsAsync(run, entries: 1, saved: 0, calls: 2);
    }

    [Fact]
    public async Task HostKilledWithTheAnswerUnread_NothingOfItIsBooked_AndTheTaskIsPaidOnce()
    {
        using var doomed = Start();
        var run = await BeginAsync();
        await doomed.FreezeAsync();
        _answer.SetResult();
        await _answered.Task.WaitAsync(Token);

        doomed.Kill();

        await HeldAsync();
        await Books.ExpireOldestHoldAsync(_onlooker);
        using var heir = Start();
        await Books.EndLeasesAsync(_onlooker);
        _answerAgain.SetResult();
        await EndsAsync(run, entries: 1, saved: 0, calls: 2);
    }

    [Fact]
    public async Task HostKilledWhileItsSettlementWaits_IsBookedAllTheSame_AndTheTaskIsAnsweredFromItsRecord()
    {
        using var doomed = Start();
        var run = await BeginAsync();
        await using (var lender = await Books.BeginAsync(_onlooker))
        {
            await lender.ExecuteAsync("select from budgets for update", null, Token);
            _answer.SetResult();
            await Eventually.TrueAsync(() => IsWaitedForAsync(lender), Token);

            doomed.Kill();
            await StandsAsync();
        }

        // What Postgres was sent whole it does, whoever has gone.
        await Eventually.TrueAsync(async () => (await Books.OfAsync(_onlooker)) is { Holds: 0, HeldMicros: 0, SpentMicros: CostOfACall }, Token);
        using var heir = Start();
        await Books.EndLeasesAsync(_onlooker);
        await EndsAsync(run, entries: 2, saved: CostOfACall, calls: 1);
    }

    // Leases and holds that outlast any test: what ends them is the test.
    private HostProcess Start() => HostProcess.Start(_onlooker,
        ("AgentHost__Lease", "01:00:00"), ("Costs__HoldLifetime", "01:00:00"), ("OPENAI_API_KEY", "key"), ("Models__Providers__openai__BaseAddress", new Uri(_vendor.Address, "v1").ToString()));

    /// <summary>Starts a run, and waits until its model is asked.</summary>
    private async Task<Guid> BeginAsync()
    {
        var run = await _onlooker.StartWorkflowAsync("""{"say":"hello"}""", HostUnderTest.Scripted("one", "steady"));
        await _asked.Task.WaitAsync(Token);
        return run;
    }

    /// <summary>One hold stands and nothing is spent.</summary>
    private async Task<long> StandsAsync()
    {
        var books = await Books.OfAsync(_onlooker);
        Assert.Equal((1, 0, 0), (books.Holds, books.SpentMicros, books.Entries));
        Assert.InRange(books.HeldMicros, 1, Limit / 4);
        return books.HeldMicros;
    }

    /// <summary>The same, and nobody else is given what is held.</summary>
    private async Task<long> HeldAsync()
    {
        var held = await StandsAsync();
        Assert.False(await FitsAsync(Limit - held + 1));
        Assert.True(await FitsAsync(Limit - held));
        return held;
    }

    private async Task<bool> FitsAsync(long micros)
    {
        var ledger = _onlooker.Services.GetRequiredService<IBudgetLedger>();
        var scope = new CostScope { WorkspaceId = _onlooker.Workspace, RunId = Guid.CreateVersion7(), TaskId = Guid.CreateVersion7(), AgentCode = "TST-002" };
        if ((await ledger.HoldAsync(scope, micros, Token)).Hold is not { } hold)
            return false;
        await ledger.ReleaseAsync(hold, Token);
        return true;
    }

    /// <summary>The run is answered in its second attempt, the call is paid once, and nothing is held.</summary>
    private async Task EndsAsync(Guid id, long entries, long saved, int calls)
    {
        var (run, _) = await _onlooker.FollowAsync(id);
        Assert.Equal((Statuses.Succeeded, (short)2, CostOfACall), (run.Status, run.Tasks[0].Attempt, run.CostMicros));
        Assert.Equal("hello, better", run.Tasks[0].Result!.Value.GetProperty("output").GetProperty("said").GetString());
        await Eventually.TrueAsync(async () => (await Books.OfAsync(_onlooker)).Holds == 0, Token);
        Assert.Equal(new() { LimitMicros = Limit, SpentMicros = CostOfACall, Booked = CostOfACall, Entries = entries, Saved = saved }, await Books.OfAsync(_onlooker));
        Assert.Equal(calls, _vendor.Calls(Gpt));
    }

    private static Task<bool> IsWaitedForAsync(Scope scope) =>
        scope.FirstAsync<bool>("select exists (select from pg_stat_activity where datname = current_database() and pg_backend_pid() = any (pg_blocking_pids(pid)))", null, Token);

    // Says that it was asked, and when it has answered.
    private static Func<HttpContext, Task> Answer(TaskCompletionSource asked, Task answer, TaskCompletionSource? answered = null) => async context =>
    {
        asked.SetResult();
        await answer.WaitAsync(context.RequestAborted);
        await OpenAiStream(["""{"said":"hello, """, """better","attempt":1}"""], new { prompt_tokens = 1000, completion_tokens = 100, total_tokens = 1100 })(context);
        await context.Response.CompleteAsync();
        answered?.SetResult();
    };
}
