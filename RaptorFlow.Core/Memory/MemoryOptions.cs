using System.ComponentModel.DataAnnotations;

namespace RaptorFlow.Core.Memory;

/// <summary>Configuration section <c>Memory</c>.</summary>
public sealed class MemoryOptions
{
    public const string Section = "Memory";

    /// <summary>How much of all workspaces' vectors a process keeps; 512 dimensions take two kilobytes a passage.</summary>
    [Range(1, 65_536)]
    public int CacheMegabytes { get; set; } = 64;

    /// <summary>How long a workspace's vectors are kept unused.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan CacheIdle { get; set; } = TimeSpan.FromMinutes(10);
}
