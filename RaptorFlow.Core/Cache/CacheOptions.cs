using System.ComponentModel.DataAnnotations;

namespace RaptorFlow.Core.Cache;

/// <summary>Section <c>Cache</c>: how long what is kept may be given again.</summary>
public sealed class CacheOptions
{
    public const string Section = "Cache";

    /// <summary>Models' answers to agents whose card says nothing else. Zero: none is kept.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan AgentResponses { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a process trusts its own memory before it looks in Redis again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Local { get; set; } = TimeSpan.FromMinutes(5);
}
