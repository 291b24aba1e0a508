using Microsoft.Extensions.Options;
using RaptorFlow.Agents;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>A tier's part of the calls that providers answered.</summary>
public sealed record TierShare
{
    public required ModelTier Tier { get; init; }

    /// <summary>What it should be, in percent of the calls.</summary>
    public required decimal TargetPercent { get; init; }

    public required long Calls { get; init; }

    public required decimal CallsPercent { get; init; }

    public required long CostMicros { get; init; }

    public required decimal CostPercent { get; init; }
}

/// <summary>How often another tier than the asked one answered.</summary>
/// <param name="Asked">The tier that was asked for.</param>
/// <param name="Answered">The tier of the model that answered; absent for the agent's draft.</param>
/// <param name="Calls">How often.</param>
public sealed record TierMove(ModelTier Asked, ModelTier? Answered, long Calls);

/// <summary>The routing strategy beside what came of it.</summary>
public sealed record TierReport
{
    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required IReadOnlyList<TierShare> Items { get; init; }

    /// <summary>Calls that providers answered.</summary>
    public required long Calls { get; init; }

    public required long CostMicros { get; init; }

    /// <summary>Those answered by another tier than the asked one.</summary>
    public required long OtherTierCalls { get; init; }

    /// <summary>Calls that fell to the agent's draft, although models are configured.</summary>
    public required long DraftCalls { get; init; }

    public required IReadOnlyList<TierMove> Moves { get; init; }
}

/// <summary>Compares the shares of the tiers with <see cref="CostOptions.Shares"/>. Vectors belong to no tier, and are left out.</summary>
public sealed class TierUse
{
    private const string Counts = """
        select asked_tier, tier, served_from, count(*) as calls, sum(cost_micros)::bigint as cost_micros from cost_entries
        where at >= @Begin and at < @End and kind = 'model' and asked_tier is not null and served_from in ('provider', 'draft') group by 1, 2, 3
        """;

    private readonly Database _database;
    private readonly TierShares _targets;

    internal TierUse(Database database, IOptions<CostOptions> options)
    {
        _database = database;
        _targets = options.Value.Shares;
    }

    public async Task<TierReport> ReadAsync(Guid workspaceId, CostPeriod period, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        var all = await scope.QueryAsync<Count>(Counts, new { period.Begin, period.End }, cancellationToken);
        var answered = all.Where(c => c.ServedFrom == ServedFrom.Provider).ToList();
        var (calls, cost) = (answered.Sum(c => c.Calls), answered.Sum(c => c.CostMicros));
        return new()
        {
            From = period.From,
            To = period.To,
            Items = [.. Enum.GetValues<ModelTier>().Select(tier => Share(tier, answered, calls, cost))],
            Calls = calls,
            CostMicros = cost,
            OtherTierCalls = answered.Where(c => c.AskedTier is { } asked && c.Tier != asked).Sum(c => c.Calls),
            DraftCalls = all.Where(c => c.ServedFrom == ServedFrom.Draft).Sum(c => c.Calls),
            Moves = [.. all.Where(c => c.AskedTier is { } asked && c.Tier != asked)
                .OrderBy(c => c.AskedTier).ThenByDescending(c => c.Tier).Select(c => new TierMove(c.AskedTier!.Value, c.Tier, c.Calls))],
        };
    }

    private TierShare Share(ModelTier tier, IEnumerable<Count> answered, long calls, long cost)
    {
        var own = answered.Where(c => c.Tier == tier).ToList();
        var (ownCalls, ownCost) = (own.Sum(c => c.Calls), own.Sum(c => c.CostMicros));
        return new()
        {
            Tier = tier,
            TargetPercent = _targets.Of(tier),
            Calls = ownCalls,
            CallsPercent = Percent(ownCalls, calls),
            CostMicros = ownCost,
            CostPercent = Percent(ownCost, cost),
        };
    }

    private static decimal Percent(long part, long whole) => whole == 0 ? 0 : Math.Round(part * 100m / whole, 1);

    private sealed record Count
    {
        public ModelTier? AskedTier { get; init; }
        public ModelTier? Tier { get; init; }
        public ServedFrom ServedFrom { get; init; }
        public long Calls { get; init; }
        public long CostMicros { get; init; }
    }
}
