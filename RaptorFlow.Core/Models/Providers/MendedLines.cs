using System.Text;

namespace RaptorFlow.Core.Models.Providers;

/// <summary>A body of which each line is mended, or refused by an exception, as it arrives: streamed answers are documents in lines.</summary>
internal sealed class MendedLines(Stream inner, Func<string, string> mend) : Stream
{
    private const string Data = "data:";

    private readonly StreamReader _reader = new(inner, Encoding.UTF8);
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_rest.IsEmpty)
        {
            if (await _reader.ReadLineAsync(cancellationToken) is not { } line)
                return 0;
            _rest = Encoding.UTF8.GetBytes(mend(line) + "\n");
        }
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // The SDKs read without blocking a thread.
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reader.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A response of server-sent events with the data of each mended.</summary>
    public static Task<HttpResponseMessage> InEventsAsync(HttpResponseMessage response, Func<string, string> mend, CancellationToken cancellationToken) =>
        InAsync(response, line => line.StartsWith(Data, StringComparison.Ordinal) ? Data + mend(line[Data.Length..]) : line, cancellationToken);

    /// <summary>The response with its lines mended.</summary>
    public static async Task<HttpResponseMessage> InAsync(HttpResponseMessage response, Func<string, string> mend, CancellationToken cancellationToken)
    {
        var content = new StreamContent(new MendedLines(await response.Content.ReadAsStreamAsync(cancellationToken), mend));
        content.Headers.ContentType = response.Content.Headers.ContentType;
        response.Content = content;
        return response;
    }
}
