namespace RaptorFlow.Core.Runs;

/// <summary>Exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).</summary>
public sealed class RetryDelay(TimeSpan first, TimeSpan most, Func<double> random)
{
    public static RetryDelay Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), Random.Shared.NextDouble);

    /// <param name="attempt">The attempt that failed, from 1.</param>
    public TimeSpan For(int attempt)
    {
        var ceiling = Math.Min(most.TotalSeconds, first.TotalSeconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromSeconds(ceiling * (0.5 + (random() / 2)));
    }
}
