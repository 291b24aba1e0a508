using RaptorFlow.Agents;

namespace RaptorFlow.Core.Models;

/// <summary>Section <c>Models</c>.</summary>
public sealed class ModelOptions
{
    public const string Section = "Models";

    /// <summary>By name. <c>anthropic</c> and <c>openai</c> are always there and wait for a key.</summary>
    public Dictionary<string, ProviderOptions> Providers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>In order of preference within a tier. Empty: the list this build ships.</summary>
    public List<ModelEntry> Catalogue { get; } = [];

    public ResilienceOptions Resilience { get; } = new();
}

/// <summary>Where models are asked.</summary>
public sealed class ProviderOptions
{
    /// <summary>The protocol: <c>anthropic</c> or <c>openai</c>. Defaults to the provider's name.</summary>
    public string? Kind { get; set; }

    /// <summary>A provider without a key is not used.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Null: the vendor's own. For kind <c>openai</c> this is the address of any compatible endpoint, with its <c>/v1</c>.</summary>
    public Uri? BaseAddress { get; set; }
}

/// <summary>A model and its prices, in USD per million tokens.</summary>
public sealed class ModelEntry
{
    public string? Id { get; set; }

    public string? Provider { get; set; }

    public ModelTier? Tier { get; set; }

    public decimal? InputPerMillion { get; set; }

    /// <summary>Null: cached input costs what input costs.</summary>
    public decimal? CachedInputPerMillion { get; set; }

    /// <summary>Reasoning tokens are output tokens.</summary>
    public decimal? OutputPerMillion { get; set; }

    public int? MaxOutputTokens { get; set; }

    public int? ContextTokens { get; set; }

    /// <summary>Whether the model takes a JSON schema; if not, the schema is written into the prompt.</summary>
    public bool StructuredOutput { get; set; } = true;
}

/// <summary>How long a provider is waited for and how often it is asked again.</summary>
public sealed class ResilienceOptions
{
    /// <summary>Of one attempt.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Attempts after the first, on 408, 429, 5xx and broken connections.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>The first wait; it doubles, with jitter.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A provider that asks for a longer wait is passed over for the next.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The circuit of a provider opens when half of at least this many calls within <see cref="CircuitWindow"/> fail.</summary>
    public int CircuitMinimumCalls { get; set; } = 6;

    public TimeSpan CircuitWindow { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an open circuit passes the provider over.</summary>
    public TimeSpan CircuitBreak { get; set; } = TimeSpan.FromSeconds(30);
}
