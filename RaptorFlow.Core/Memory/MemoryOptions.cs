using System.ComponentModel.DataAnnotations;
using RaptorFlow.Core.Memory.Embeddings;

namespace RaptorFlow.Core.Memory;

/// <summary>Configuration section <c>Memory</c>.</summary>
public sealed class MemoryOptions
{
    public const string Section = "Memory";

    /// <summary>How much of all workspaces' vectors and words a process keeps; 512 dimensions and the words take about three kilobytes a passage.</summary>
    [Range(1, 65_536)]
    public int CacheMegabytes { get; set; } = 64;

    /// <summary>How long what is kept of a workspace is kept unused.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan CacheIdle { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How old what was fetched from an address becomes before it is fetched anew; <see cref="TimeSpan.Zero"/> for never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Section + ":{0} must lie between {1} (never) and {2}.")]
    public TimeSpan RefreshEvery { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often it is looked for what is due, some documents at a time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Section + ":{0} must lie between {1} and {2}.")]
    public TimeSpan RefreshRound { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The model that makes the vectors.</summary>
    public EmbeddingOptions Embedding { get; } = new();

    /// <summary>How often an agent host compares the product's own documents with what the guilds say that are registered.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Section + ":{0} must lie between {1} and {2}.")]
    public TimeSpan CodexRound { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often it is looked for documents whose vectors are another model's; while there are any, at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Section + ":{0} must lie between {1} and {2}.")]
    public TimeSpan EmbedRound { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a document that could not be embedded waits until it is tried again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Section + ":{0} must lie between {1} and {2}.")]
    public TimeSpan EmbedRetry { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often an agent host looks for what the vector index does not have yet.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan IndexEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often it compares how many passages Postgres and the vector index have.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CompareEvery { get; set; } = TimeSpan.FromMinutes(10);
}
