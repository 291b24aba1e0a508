using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Api.Runs;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Tests.Runs;

public sealed class EventStreamTests : IDisposable
{
    private readonly Channel<RunEvent> _events = Channel.CreateUnbounded<RunEvent>();
    private readonly FakeTimeProvider _time = new();
    private readonly Connection _connection = new();
    private readonly CancellationTokenSource _stopping = new();

    // Nothing is taken to be sent that nobody has read.
    private readonly Pipe _sent = new(new(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
    private bool _may = true;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stopping.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task Stream_Silent_SaysThatItIsStillThere()
    {
        var streaming = StreamAsync();

        _time.Advance(EventStream.Silence);

        Assert.Equal(": keep-alive\n\n", await SentAsync());
        _connection.Abort();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => streaming);
    }

    [Fact]
    public async Task Stream_Events_AreSentWithTheirNumbersUntilTheirEnd()
    {
        var streaming = StreamAsync();

        Write(1, "run.started");
        var first = await SentAsync();
        Write(2, "run.succeeded");
        var second = await SentAsync();
        _events.Writer.Complete();
        await streaming;

        Assert.StartsWith("event: run.started\ndata: {", first, StringComparison.Ordinal);
        Assert.EndsWith("}\nid: 1\n\n", first, StringComparison.Ordinal);
        Assert.StartsWith("event: run.succeeded\ndata: {", second, StringComparison.Ordinal);
        Assert.EndsWith("}\nid: 2\n\n", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_SourceThatFails_FailsWithIt()
    {
        var streaming = StreamAsync();
        _events.Writer.Complete(new TimeoutException("the source's own"));
        Assert.Equal("the source's own", (await Assert.ThrowsAsync<TimeoutException>(() => streaming)).Message);
    }

    [Fact]
    public async Task Stream_ClientThatTakesNothing_IsCutOff()
    {
        var streaming = StreamAsync();
        Write(1, "run.started");
        await _sent.Reader.ReadAsync(Token);

        _time.Advance(EventStream.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(_connection.RequestAborted.IsCancellationRequested);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await streaming;
        Assert.True(_connection.RequestAborted.IsCancellationRequested);
    }

    [Fact]
    public async Task Stream_ClientThatTakesItsTimeBetweenEvents_IsNotCutOff()
    {
        var streaming = StreamAsync();
        for (var seq = 1; seq <= 3; seq++)
        {
            Write(seq, "task.progress");
            await SentAsync();
            _time.Advance(EventStream.Silence - TimeSpan.FromMilliseconds(1));
        }
        _events.Writer.Complete();

        await streaming;
        Assert.False(_connection.RequestAborted.IsCancellationRequested);
    }

    [Fact]
    public async Task Stream_WhoMayNoLonger_IsSentNothingMore()
    {
        var streaming = StreamAsync();
        Write(1, "run.started");
        await SentAsync();

        _may = false;
        Write(2, "task.progress");

        await streaming;
        Assert.False(_sent.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Stream_ProcessThatStops_EndsIt()
    {
        var streaming = StreamAsync();

        await _stopping.CancelAsync();

        await streaming;
        Assert.False(_connection.RequestAborted.IsCancellationRequested);
    }

    private Task StreamAsync()
    {
        var context = new DefaultHttpContext { Response = { Body = _sent.Writer.AsStream() } };
        context.Features.Set<IHttpRequestLifetimeFeature>(_connection);
        return new EventStream(_events.Reader.ReadAllAsync(Token), _time, _ => ValueTask.FromResult(_may), _stopping.Token).ExecuteAsync(context);
    }

    private void Write(long seq, string type) => Assert.True(_events.Writer.TryWrite(new()
    {
        Seq = seq,
        RunId = Guid.NewGuid(),
        WorkspaceId = Guid.NewGuid(),
        Type = type,
        At = _time.GetUtcNow(),
        Data = JsonElement.Parse("{}"),
    }));

    private async Task<string> SentAsync()
    {
        var read = await _sent.Reader.ReadAsync(Token);
        var text = Encoding.UTF8.GetString(read.Buffer);
        _sent.Reader.AdvanceTo(read.Buffer.End);
        return text;
    }

    private sealed class Connection : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource _aborted = new();

        public Connection() => RequestAborted = _aborted.Token;

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => _aborted.Cancel();

        public void Dispose() => _aborted.Dispose();
    }
}
