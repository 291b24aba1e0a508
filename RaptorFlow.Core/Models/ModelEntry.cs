namespace RaptorFlow.Core.Models;

/// <summary>A model and its prices, in USD per million tokens.</summary>
public sealed class ModelEntry
{
    /// <summary>Unique in the catalogue; answers and the ledger name it.</summary>
    public string? Id { get; set; }

    public string? Provider { get; set; }

    /// <summary>What the provider calls it; null: its <see cref="Id"/>. For one model of two providers.</summary>
    public string? Name { get; set; }

    /// <summary>One or more of <c>economy</c>, <c>balanced</c>, <c>premium</c>.</summary>
    public List<string> Tiers { get; set; } = [];

    public decimal? InputPerMillion { get; set; }

    /// <summary>Null: cached input costs what input costs.</summary>
    public decimal? CachedInputPerMillion { get; set; }

    /// <summary>Input that the vendor writes to its cache. Null: it costs what input costs.</summary>
    public decimal? CacheWritePerMillion { get; set; }

    public decimal? OutputPerMillion { get; set; }

    /// <summary>The part of the output that is reasoning. Null: it costs what output costs.</summary>
    public decimal? ReasoningPerMillion { get; set; }

    /// <summary>Null: a long prompt costs no more a token than a short one.</summary>
    public LongContextEntry? LongContext { get; set; }

    public int? MaxOutputTokens { get; set; }

    public int? ContextTokens { get; set; }

    /// <summary>
    /// What it can do: <c>structured_output</c> (takes a JSON schema; if not, the schema is written into the prompt), <c>tools</c> (calls
    /// functions; if not, it gets none), <c>vision</c> and <c>reasoning</c>, which only inform. Null: structured output and tools.
    /// </summary>
    public List<string>? Abilities { get; set; }
}

/// <summary>What the whole of a call costs whose prompt is longer than <see cref="Above"/>. Reasoning and cache writes rise in proportion.</summary>
public sealed class LongContextEntry
{
    /// <summary>Tokens of the prompt, cached ones included.</summary>
    public int? Above { get; set; }

    public decimal? InputPerMillion { get; set; }

    /// <summary>Null: cached input costs what input costs.</summary>
    public decimal? CachedInputPerMillion { get; set; }

    public decimal? OutputPerMillion { get; set; }
}
