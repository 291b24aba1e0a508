using Npgsql;
using RaptorFlow.Core.Runs;
using RaptorFlow.Core.Runs.Events;

namespace RaptorFlow.Core.Tests.Runs.Events;

public sealed class RunEventFeedTests
{
    private readonly FeedUnderTest _run = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_ManyOfOneRun_CostOneReadAnEvent()
    {
        const int events = 10;
        _run.Store(EventTypes.RunStarted);
        var followers = Enumerable.Range(0, 200).Select(_ => _run.Follow()).ToList();
        await AllHearAsync(followers, 1);
        var before = _run.Reads;

        for (var seq = 2; seq < events + 2; seq++)
        {
            _run.Tell(EventTypes.TaskProgress);
            await AllHearAsync(followers, seq);
        }

        // Who listens to the bus looks once more when it is connected.
        Assert.InRange(_run.Reads - before, 1, events + 1);
        Assert.Equal([_run.Workspace], _run.Bus.Listened);
        await Task.WhenAll(followers.Select(f => f.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Follow_ManyWhoComeAtOnce_ShareTheirReads()
    {
        _run.Store([.. Enumerable.Repeat(EventTypes.TaskProgress, 50), EventTypes.RunSucceeded]);
        await using var first = _run.Follow();
        await first.MoveNextAsync();

        var heard = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => _run.NumbersAsync(i % 50)));

        Assert.All(heard.Index(), h => Assert.Equal(Numbers(h.Index % 50, 51), h.Item));
        Assert.InRange(_run.Reads, 1, 502);
    }

    [Fact]
    public async Task Follow_OneThatDoesNotReadOn_HoldsNobodyUpAndMissesNothing()
    {
        const int last = RunTail.MostKept * 3;
        _run.Store(EventTypes.RunStarted);
        await using var slow = _run.Follow();
        await slow.MoveNextAsync();
        var quick = _run.NumbersAsync(0);

        for (var seq = 2; seq < last; seq++)
            _run.Tell(EventTypes.TaskProgress);
        _run.Tell(EventTypes.RunSucceeded);

        Assert.Equal(Numbers(0, last), await quick);
        var rest = new List<long>();
        while (await slow.MoveNextAsync())
            rest.Add(slow.Current.Seq);
        Assert.Equal(Numbers(1, last), rest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RunTail.MostKept)]
    [InlineData((RunTail.MostKept * 2) - 1)]
    [InlineData(RunTail.MostKept * 2)]
    [InlineData((RunTail.MostKept * 2) + 7)]
    public async Task Follow_WhoComesLate_HearsEverythingAfterTheirNumber(int after)
    {
        _run.Store([.. Enumerable.Repeat(EventTypes.TaskProgress, RunTail.MostKept)]);
        await using var early = _run.Follow();
        await early.MoveNextAsync();
        _run.Tell([.. Enumerable.Repeat(EventTypes.TaskProgress, RunTail.MostKept - 1), EventTypes.RunFailed]);

        Assert.Equal(Numbers(after, RunTail.MostKept * 2), await _run.NumbersAsync(after));
    }

    [Fact]
    public async Task Follow_RunThatWasRedone_GoesOnBeyondTheEndsInTheMiddle()
    {
        _run.Store(EventTypes.RunStarted, EventTypes.RunFailed, EventTypes.RunRedone, EventTypes.RunCancelled, EventTypes.RunRedone, EventTypes.RunSucceeded);

        Assert.Equal(Numbers(0, 6), await _run.NumbersAsync(0));
        Assert.Empty(await _run.NumbersAsync(6));
    }

    [Fact]
    public async Task Follow_RunRedoneThatTheTailHasNotHeardOf_IsNotTakenForOver()
    {
        _run.Store(EventTypes.RunStarted, EventTypes.RunFailed);
        await using var slow = _run.Follow();
        await slow.MoveNextAsync();
        _run.Store(EventTypes.RunRedone);

        await using var late = _run.Follow(2);

        Assert.True(await late.MoveNextAsync());
        Assert.Equal(EventTypes.RunRedone, late.Current.Type);
        Assert.True(await slow.MoveNextAsync());
        Assert.True(await slow.MoveNextAsync());
        Assert.Equal(3, slow.Current.Seq);
    }

    [Fact]
    public async Task Follow_BusThatForgot_IsMadeUpForByLooking()
    {
        _run.Store(EventTypes.RunStarted);
        await using var follower = _run.Follow();
        await follower.MoveNextAsync();
        var next = follower.MoveNextAsync();

        _run.Store(EventTypes.RunSucceeded);
        _run.Time.Advance(RunTail.Look);

        Assert.True(await next);
        Assert.False(await follower.MoveNextAsync());
    }

    [Fact]
    public async Task Follow_LastToLeave_LetsTheTailAndTheBusGo()
    {
        _run.Store(EventTypes.RunStarted);
        var (first, second) = (_run.Follow(), _run.Follow());
        await AllHearAsync([first, second], 1);

        await first.DisposeAsync();
        Assert.Equal(1, _run.Feed.Tails.Count);

        await second.DisposeAsync();
        Assert.Equal(0, _run.Feed.Tails.Count);
        Assert.Empty(_run.Bus.Listened);
        var reads = _run.Reads;
        _run.Time.Advance(RunTail.Look * 10);
        Assert.Equal(reads, _run.Reads);
    }

    [Fact]
    public async Task Follow_WhoGivesUpWaiting_Leaves()
    {
        using var patience = new CancellationTokenSource();
        await using var follower = _run.Feed.FollowAsync(_run.Workspace, _run.Run, 0, patience.Token).GetAsyncEnumerator(Token);
        var next = follower.MoveNextAsync().AsTask();

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Equal(0, _run.Feed.Tails.Count);
    }

    [Fact]
    public async Task Follow_AnotherWorkspacesRun_EndsAtOnceAndHearsNothing()
    {
        _run.Store(EventTypes.RunStarted);
        await using var own = _run.Follow();
        await own.MoveNextAsync();
        var stranger = Guid.NewGuid();

        Assert.Empty(await _run.Feed.FollowAsync(stranger, _run.Run, 0, Token).ToArrayAsync(Token));
        Assert.Null(await _run.Feed.HasMoreAsync(stranger, _run.Run, 0, Token));
    }

    [Fact]
    public async Task Follow_LedgerAwayForAWhile_IsWaitedFor()
    {
        _run.Store(EventTypes.RunStarted);
        await using var follower = _run.Follow();
        await follower.MoveNextAsync();
        var next = follower.MoveNextAsync();

        _run.Failure = new NpgsqlException("away", new TimeoutException());
        await Assert.ThrowsAsync<NpgsqlException>(() => _run.NumbersAsync(0));
        _run.Failure = null;
        _run.Tell(EventTypes.RunSucceeded);

        Assert.True(await next);
    }

    [Fact]
    public async Task Follow_LedgerThatFailsForGood_FailsAllAndTheNextBeginsAnew()
    {
        _run.Store(EventTypes.RunStarted);
        await using var follower = _run.Follow();
        await follower.MoveNextAsync();
        var next = follower.MoveNextAsync().AsTask();

        _run.Failure = new InvalidOperationException("a bug");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _run.NumbersAsync(0));
        await Assert.ThrowsAsync<InvalidOperationException>(() => next);

        _run.Failure = null;
        _run.Store(EventTypes.RunSucceeded);
        Assert.Equal(Numbers(0, 2), await _run.NumbersAsync(0));
    }

    [Fact]
    public async Task Follow_WhileEventsPourIn_HearsEachOnceAndInOrder()
    {
        const int last = 2000;
        var followers = Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            var numbers = new List<long>();
            await foreach (var next in _run.Feed.FollowAsync(_run.Workspace, _run.Run, i, Token))
            {
                numbers.Add(next.Seq);
                if (numbers.Count % (i + 1) == 0)
                    await Task.Yield();
            }
            return numbers;
        }, Token)).ToList();

        for (var seq = 1; seq < last; seq++)
        {
            _run.Tell(EventTypes.TaskProgress);
            if (seq % 20 == 0)
                await Task.Yield();
        }
        _run.Tell(EventTypes.RunSucceeded);
        // Those who came before the bus was listened to.
        _run.Time.Advance(RunTail.Look);

        foreach (var (after, follower) in followers.Index())
            Assert.Equal(Numbers(after, last), await follower);
        Assert.Equal(0, _run.Feed.Tails.Count);
    }

    private static IEnumerable<long> Numbers(int after, int last) => Enumerable.Range(after + 1, Math.Max(0, last - after)).Select(n => (long)n);

    private static async Task AllHearAsync(IReadOnlyList<IAsyncEnumerator<RunEvent>> followers, long seq)
    {
        await Task.WhenAll(followers.Select(f => f.MoveNextAsync().AsTask()));
        Assert.All(followers, f => Assert.Equal(seq, f.Current.Seq));
    }
}
