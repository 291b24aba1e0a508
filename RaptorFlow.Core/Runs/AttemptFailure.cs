using System.Text.Json;

namespace RaptorFlow.Core.Runs;

/// <summary>Why an attempt failed, which decides whether trying again can help.</summary>
public enum FailureCause
{
    /// <summary>Something the agent needs did not answer.</summary>
    Transient,

    /// <summary>A source asked to be left alone for a while.</summary>
    RateLimited,

    /// <summary>The input cannot be worked with, whoever tries.</summary>
    InvalidInput,

    /// <summary>The agent threw what it should not.</summary>
    Bug,

    /// <summary>The agent did not answer in its time.</summary>
    Timeout,

    /// <summary>The host that worked on it went away.</summary>
    Lost,

    /// <summary>No guild brings the agent.</summary>
    Unserved,

    /// <summary>A person rejected the result.</summary>
    Rejected,

    /// <summary>No person decided about the result in time.</summary>
    ApprovalExpired,
}

/// <summary>How an attempt failed.</summary>
/// <param name="Error">One line, without secrets or personal data.</param>
/// <param name="Cause">What kind of failure it is.</param>
/// <param name="Delay">How long to wait before the next attempt, as the source asked; null for the engine's own backoff.</param>
public sealed record AttemptFailure(string Error, FailureCause Cause, TimeSpan? Delay = null)
{
    /// <summary>The cause as it is stored and served.</summary>
    public string CauseName => Name(Cause);

    /// <summary>All causes by name.</summary>
    public static IReadOnlyList<string> CauseNames { get; } = [.. Enum.GetValues<FailureCause>().Select(Name)];

    private static string Name(FailureCause cause) => JsonNamingPolicy.SnakeCaseLower.ConvertName(cause.ToString());
}

/// <summary>Whether and when a failed attempt is repeated, by its cause.</summary>
public sealed class RetryPolicy(RetryDelay delay)
{
    /// <summary>A bug seldom mends itself: one more attempt rules out chance.</summary>
    private const int AttemptsWithBug = 2;

    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <returns>How long to wait; null when the task is dead.</returns>
    public TimeSpan? NextDelay(AttemptFailure failure, int attempt, int maxAttempts)
    {
        var most = failure.Cause switch
        {
            FailureCause.InvalidInput or FailureCause.Unserved or FailureCause.Rejected or FailureCause.ApprovalExpired => 0,
            FailureCause.Bug => Math.Min(AttemptsWithBug, maxAttempts),
            _ => maxAttempts,
        };
        if (attempt >= most)
            return null;
        return failure.Delay is { } asked ? asked < LongestAsked ? asked : LongestAsked : delay.For(attempt);
    }
}
