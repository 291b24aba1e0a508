namespace RaptorFlow.Core.Models;

/// <summary>Section <c>Models</c>.</summary>
public sealed class ModelOptions
{
    public const string Section = "Models";

    internal const string Listed = "listed";
    internal const string Cheapest = "cheapest";

    /// <summary>By name. One of each kind is always there and waits for its settings.</summary>
    public Dictionary<string, ProviderOptions> Providers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Empty: the list this build ships.</summary>
    public List<ModelEntry> Catalogue { get; } = [];

    /// <summary>
    /// Which model of a tier is asked first: <c>listed</c>, as the catalogue has them; or <c>cheapest</c>, by the price of four tokens of input to
    /// one of output, and as listed where that is the same.
    /// </summary>
    public string Prefer { get; set; } = Listed;

    public ResilienceOptions Resilience { get; } = new();
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
