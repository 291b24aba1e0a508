using System.ComponentModel.DataAnnotations;

namespace RaptorFlow.AgentHost.Execution;

/// <summary>How an agent host works; section <c>AgentHost</c>.</summary>
internal sealed class AgentHostOptions
{
    /// <summary>Tasks of one guild at work at once.</summary>
    [Range(1, 1_000)]
    public int ConcurrencyPerGuild { get; set; } = 16;

    /// <summary>The same for single guilds, by name.</summary>
    public Dictionary<string, int> GuildConcurrency { get; set; } = new(StringComparer.Ordinal);

    /// <summary>How often the host asks the ledger whether what it works on is still wanted, should the bus not have told it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan Watch { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a claim lasts unless extended.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the host looks for work without being woken.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often leases are swept and forgotten tasks pushed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Sweep { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the host looks for tasks in lanes that nobody serves any more.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Rescue { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long running tasks may go on when the host is told to stop.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Names of the guilds to serve; empty serves all that are found.</summary>
    public string[] Guilds { get; set; } = [];

    /// <summary>The heartbeat extends leases three times in their length.</summary>
    public TimeSpan Heartbeat => Lease / 3;
}
