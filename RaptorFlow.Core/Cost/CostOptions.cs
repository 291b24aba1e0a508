using System.ComponentModel.DataAnnotations;

namespace RaptorFlow.Core.Cost;

/// <summary>Section <c>Costs</c>.</summary>
public sealed class CostOptions
{
    public const string Section = "Costs";

    /// <summary>A workspace's monthly limit for each of its members, in USD.</summary>
    [Range(0, 1_000_000)]
    public decimal MonthlyLimitPerMemberUsd { get; set; } = 10;

    /// <summary>How long a hold outlives a holder that died. Longer than the longest call with all its retries.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan HoldLifetime { get; set; } = TimeSpan.FromMinutes(30);
}
