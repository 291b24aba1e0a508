using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>Forecasts the current month of a workspace; see <see cref="CostForecast"/>.</summary>
public sealed class CostForecasts
{
    private const string Days = """
        select (at at time zone 'UTC')::date as day, sum(cost_micros)::bigint as cost from cost_entries where at >= @Begin and at < @End group by 1
        """;

    private readonly Database _database;
    private readonly CostClock _clock;
    private readonly IBudgets _budgets;

    internal CostForecasts(Database database, CostClock clock, IBudgets budgets)
    {
        _database = database;
        _clock = clock;
        _budgets = budgets;
    }

    public async Task<CostForecast> ReadAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        DateTimeOffset now;
        CostPeriod month;
        IReadOnlyList<DayCost> days;
        DateTimeOffset? first;
        await using (var scope = await _database.BeginAsync(workspaceId, cancellationToken))
        {
            now = await _clock.NowAsync(scope, cancellationToken);
            month = CostPeriod.MonthOf(DateOnly.FromDateTime(now.UtcDateTime));
            days = await scope.QueryAsync<DayCost>(Days, new { month.Begin, month.End }, cancellationToken);
            first = await scope.FirstAsync<DateTimeOffset?>("select min(at) from cost_entries", null, cancellationToken);
        }
        var budget = await _budgets.FindAsync(workspaceId, BudgetScope.WorkspaceMonth, BudgetScopes.Month(now), cancellationToken);
        var begun = first is { } at && at > month.Begin ? DateOnly.FromDateTime(at.UtcDateTime) : first is null ? DateOnly.FromDateTime(now.UtcDateTime) : month.From;
        return MonthForecast.Of(now, begun, days.ToDictionary(d => d.Day, d => d.Cost), budget!.SpentMicros, budget.LimitMicros);
    }

    private sealed record DayCost
    {
        public DateOnly Day { get; init; }
        public long Cost { get; init; }
    }
}
