using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using RaptorFlow.Api.Runs;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Tests.Runs;

public sealed class EventStreamTests
{
    private readonly Channel<RunEvent> _events = Channel.CreateUnbounded<RunEvent>();
    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _sent = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_Silent_SaysThatItIsStillThere()
    {
        using var leaving = new CancellationTokenSource();
        var streaming = StreamAsync(leaving.Token);

        _time.Advance(EventStream.Silence);

        Assert.Equal(": keep-alive\n\n", await SentAsync());
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => streaming);
    }

    [Fact]
    public async Task Stream_Events_AreSentWithTheirNumbersUntilTheirEnd()
    {
        var streaming = StreamAsync(Token);

        Write(1, "run.started");
        Write(2, "run.succeeded");
        _events.Writer.Complete();
        await streaming;

        var sent = await SentAsync();
        Assert.StartsWith("event: run.started\ndata: {", sent, StringComparison.Ordinal);
        Assert.Contains("}\nid: 1\n\nevent: run.succeeded\ndata: {", sent, StringComparison.Ordinal);
        Assert.EndsWith("}\nid: 2\n\n", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_SourceThatFails_FailsWithIt()
    {
        var streaming = StreamAsync(Token);
        _events.Writer.Complete(new TimeoutException("the source's own"));
        Assert.Equal("the source's own", (await Assert.ThrowsAsync<TimeoutException>(() => streaming)).Message);
    }

    private Task StreamAsync(CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext { RequestAborted = cancellationToken, Response = { Body = _sent.Writer.AsStream() } };
        return new EventStream(_events.Reader.ReadAllAsync(Token), _time).ExecuteAsync(context);
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
        return Encoding.UTF8.GetString(read.Buffer);
    }
}
