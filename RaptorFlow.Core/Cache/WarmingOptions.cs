using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Cache;

/// <summary>Section <c>Cache:Warming</c>: answers that are made again before somebody misses them. It costs money, and is off unless it is wanted.</summary>
public sealed class WarmingOptions
{
    public const string Section = "Cache:Warming";

    private const string Outside = Section + ":{0} must lie between {1} and {2}.";

    public bool Enabled { get; set; }

    /// <summary>Which kinds of answers are kept warm; <c>market_data</c> and <c>competitor_profiles</c> when empty.</summary>
    public List<string> Kinds { get; } = [];

    /// <summary>How often it is looked for what is due.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>No answer is made again within this time: documents come in batches.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan Rest { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>What one answer may cost, in USD.</summary>
    [Range(0, 1_000, ErrorMessage = Outside)]
    public decimal MostUsd { get; set; } = 0.10m;

    /// <summary>Of the workspace's month and of the campaign so many percent must be unspent.</summary>
    [Range(0, 100, ErrorMessage = Outside)]
    public decimal LeastLeftPercent { get; set; } = 50;

    internal bool Warms(string kind) => Enabled && (Kinds.Count > 0 ? Kinds.Contains(kind) : kind is "market_data" or "competitor_profiles");
}

internal sealed class WarmingOptionsValidator : IValidateOptions<WarmingOptions>
{
    public ValidateOptionsResult Validate(string? name, WarmingOptions options)
    {
        List<string> errors = [.. options.Kinds.Select((kind, i) => (kind, i)).Where(k => !CacheKinds.TryParse(k.kind, out _))
            .Select(k => FormattableString.Invariant($"{WarmingOptions.Section}:Kinds:{k.i} is '{k.kind}'; known kinds are {string.Join(", ", CacheKinds.OfAnswers)}."))];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
