namespace RaptorFlow.Agents;

/// <summary>
/// A source or service asked to be left alone for a while. The attempt ends, and the next one waits as long as was asked, at most an hour.
/// </summary>
public sealed class RateLimitedException : Exception
{
    /// <summary>Names who asked, and for how long.</summary>
    /// <param name="source">The source or service: <c>NewsAPI</c>.</param>
    /// <param name="retryAfter">How long it asked to wait; 0 or more.</param>
    public RateLimitedException(string source, TimeSpan retryAfter)
        : base($"{source} asks to wait {Math.Ceiling(retryAfter.TotalSeconds):0} s.")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retryAfter, TimeSpan.Zero);
        RetryAfter = retryAfter;
    }

    /// <summary>How long it asked to wait.</summary>
    public TimeSpan RetryAfter { get; }
}
