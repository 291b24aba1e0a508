using System.ComponentModel.DataAnnotations;

namespace RaptorFlow.Core.Sources;

/// <summary>Section <c>Sources</c>. Read anew when the configuration changes: a key is rotated without a restart.</summary>
public sealed class SourceOptions
{
    public const string Section = "Sources";

    /// <summary>By the vendor's name: <c>semrush</c>.</summary>
    public Dictionary<string, VendorSettings> Vendors { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By kind, the vendors that are asked first where one answer is enough: <c>Sources:Prefer:keywords:0 = ahrefs</c>. Others follow by name.</summary>
    public Dictionary<string, List<string>> Prefer { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of one attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts after the first.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 2;

    /// <summary>The first wait; it doubles, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What a task waits for a vendor or a quota at most; where more is asked for, it goes on without.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The circuit of a vendor opens when half of at least this many calls within a minute fail.</summary>
    [Range(2, 1_000)]
    public int CircuitMinimumCalls { get; set; } = 6;

    /// <summary>How long an open circuit passes the vendor over.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CircuitBreak { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>What an installation says of one vendor; what it does not say is the vendor's own.</summary>
public sealed class VendorSettings
{
    /// <summary>False: it is never asked, whoever has a key.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Another address than the vendor's, of a proxy or for tests.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The installation's credential by field: <c>Sources:Vendors:semrush:Credential:api_key</c>. A workspace's own comes first.</summary>
    public Dictionary<string, string> Credential { get; } = new(StringComparer.OrdinalIgnoreCase);

    public int? PerSecond { get; set; }

    public int? PerMinute { get; set; }

    public int? PerDay { get; set; }

    /// <summary>In USD by what is charged for: <c>Sources:Vendors:semrush:Prices:unit = 0.00005</c>.</summary>
    public Dictionary<string, decimal> Prices { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Other settings that a vendor has of its own.</summary>
    public Dictionary<string, string> Options { get; } = new(StringComparer.OrdinalIgnoreCase);
}
