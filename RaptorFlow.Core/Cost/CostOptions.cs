using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using RaptorFlow.Agents;

namespace RaptorFlow.Core.Cost;

/// <summary>Section <c>Costs</c>.</summary>
public sealed class CostOptions
{
    public const string Section = "Costs";

    private static readonly int[] UsualAlerts = [50, 80, 100];

    /// <summary>A workspace's monthly limit for each of its members, in USD.</summary>
    [Range(0, 1_000_000)]
    public decimal MonthlyLimitPerMemberUsd { get; set; } = 10;

    /// <summary>How long a hold outlives a holder that died. Longer than the longest call with all its retries.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan HoldLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>At which percentages of a budget somebody is told; 50, 80 and 100 when empty.</summary>
    public List<int> AlertPercents { get; } = [];

    /// <summary>How calls should be spread over the tiers.</summary>
    public TierShares Shares { get; } = new();

    /// <summary>When little money is left, calls go to a cheaper tier.</summary>
    public Thrift Thrift { get; } = new();

    internal IReadOnlyList<int> Alerts => AlertPercents.Count > 0 ? AlertPercents : UsualAlerts;
}

/// <summary>Percentages of all calls, 100 in sum.</summary>
public sealed class TierShares
{
    public decimal Economy { get; set; } = 90;

    public decimal Balanced { get; set; } = 8;

    public decimal Premium { get; set; } = 2;

    public decimal Of(ModelTier tier) => tier switch
    {
        ModelTier.Economy => Economy,
        ModelTier.Balanced => Balanced,
        ModelTier.Premium => Premium,
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, null),
    };
}

/// <summary>Every error at once, each naming its setting.</summary>
internal sealed class CostOptionsValidator : IValidateOptions<CostOptions>
{
    public ValidateOptionsResult Validate(string? name, CostOptions options)
    {
        List<string> errors = [];
        for (var i = 0; i < options.AlertPercents.Count; i++)
        {
            if (options.AlertPercents[i] is < 1 or > 100)
                errors.Add(FormattableString.Invariant($"Costs:AlertPercents:{i} is {options.AlertPercents[i]}; it must lie between 1 and 100."));
            if (options.AlertPercents.IndexOf(options.AlertPercents[i]) < i)
                errors.Add(FormattableString.Invariant($"Costs:AlertPercents:{i} is {options.AlertPercents[i]}, which stands there already."));
        }
        var shares = Enum.GetValues<ModelTier>().Select(tier => (Tier: tier, Share: options.Shares.Of(tier))).ToList();
        errors.AddRange(shares.Where(s => s.Share is < 0 or > 100).Select(s => FormattableString.Invariant($"Costs:Shares:{s.Tier} is {s.Share}; it must lie between 0 and 100.")));
        if (shares.Sum(s => s.Share) != 100)
            errors.Add(FormattableString.Invariant($"Costs:Shares sum to {shares.Sum(s => s.Share)}; they must sum to 100."));
        errors.AddRange(new[] { ModelTier.Balanced, ModelTier.Premium }.Select(tier => (Tier: tier, Percent: options.Thrift.Below(tier))).Where(t => t.Percent is < 0 or > 100)
            .Select(t => FormattableString.Invariant($"Costs:Thrift:{t.Tier} is {t.Percent}; it must lie between 0 and 100.")));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
