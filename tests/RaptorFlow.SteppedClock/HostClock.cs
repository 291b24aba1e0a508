using System.Diagnostics;
using System.Globalization;

namespace RaptorFlow.SteppedClock;

/// <summary>A machine's clock that somebody else steps: the time of day is off by what a file says, in seconds; timers and timestamps go on as ever.</summary>
public sealed class HostClock(string file) : TimeProvider
{
    /// <summary>Names the file.</summary>
    public const string Variable = "STEPPED_CLOCK";

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private TimeSpan _offset;
    private long? _readAt;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset();

    /// <summary>Steps the clocks that go by a file.</summary>
    public static void Step(string file, TimeSpan offset)
    {
        // Renamed into place, so that nobody reads half a number.
        var next = $"{file}.next";
        File.WriteAllText(next, offset.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        File.Move(next, file, overwrite: true);
    }

    private TimeSpan Offset()
    {
        lock (_gate)
        {
            if (_readAt is { } at && Stopwatch.GetElapsedTime(at) < Fresh)
                return _offset;
            _readAt = Stopwatch.GetTimestamp();
            return _offset = TimeSpan.FromSeconds(double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
        }
    }
}
