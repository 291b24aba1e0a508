using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using RaptorFlow.Agents;

namespace RaptorFlow.Core.Cache;

/// <summary>Section <c>Cache:Warming</c>: answers that are made again before somebody misses them. It costs money, and is off unless it is wanted.</summary>
public sealed class WarmingOptions
{
    public const string Section = "Cache:Warming";

    private const string Outside = Section + ":{0} must lie between {1} and {2}.";

    private static readonly string[] Usual = [CacheKinds.Of(CacheKind.MarketData), CacheKinds.Of(CacheKind.CompetitorProfiles)];

    public bool Enabled { get; set; }

    /// <summary>Which kinds of answers are kept warm; <c>market_data</c> and <c>competitor_profiles</c> when empty.</summary>
    public List<string> Kinds { get; } = [];

    /// <summary>How often it is looked for what is due.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>No answer has its turn again within this time: documents come in batches, and money may come.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = Outside)]
    public TimeSpan Rest { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>What one answer may cost, in USD. It bounds what is held, which is many times what most answers cost.</summary>
    [Range(typeof(decimal), "0", "1000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true, ErrorMessage = Outside)]
    public decimal MostUsd { get; set; } = 1;

    /// <summary>Of the workspace's month and of the campaign so many percent must be unspent.</summary>
    [Range(typeof(decimal), "0", "100", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true, ErrorMessage = Outside)]
    public decimal LeastLeftPercent { get; set; } = 50;

    internal IReadOnlyList<string> Wanted => !Enabled ? [] : Kinds.Count > 0 ? Kinds : Usual;
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
