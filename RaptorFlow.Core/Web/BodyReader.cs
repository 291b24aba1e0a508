using System.Buffers;

namespace RaptorFlow.Core.Web;

/// <summary>Reads a body up to a limit, which counts what comes out of decompression, and so ends what would never end.</summary>
internal sealed class BodyReader(Stream body, int maximum)
{
    private const int Chunk = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _read = new();
    private bool _ended;

    /// <summary>There is more than the limit.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The first bytes, or all when there are fewer.</summary>
    public async Task<ReadOnlyMemory<byte>> StartAsync(int count, CancellationToken cancellationToken)
    {
        await ReadUntilAsync(Math.Min(count, maximum), cancellationToken);
        return _read.WrittenMemory[..Math.Min(count, _read.WrittenCount)];
    }

    /// <summary>All of it, up to the limit.</summary>
    public async Task<ReadOnlyMemory<byte>> RestAsync(CancellationToken cancellationToken)
    {
        await ReadUntilAsync(int.MaxValue, cancellationToken);
        return _read.WrittenMemory;
    }

    private async Task ReadUntilAsync(int count, CancellationToken cancellationToken)
    {
        while (!_ended && _read.WrittenCount < count)
        {
            var read = await body.ReadAsync(_read.GetMemory(Chunk), cancellationToken);
            var room = maximum - _read.WrittenCount;
            IsTooLong = read > room;
            _read.Advance(Math.Min(read, room));
            _ended = read == 0 || IsTooLong;
        }
    }
}
