using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Cost;

/// <summary>The ledger on a migrated database of its own, as the role that serves; one member a workspace, at 10 USD.</summary>
internal sealed class LedgerUnderTest : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlDataSource _source;
    private readonly IOptions<CostOptions> _options;

    private LedgerUnderTest(TestDatabase database)
    {
        _database = database;
        // Two hundred callers wait for a hundred connections, on machines that have better things to do.
        _source = NpgsqlDataSource.Create(database.AppConnectionString + ";Timeout=300;Command Timeout=300");
        var options = Options.Create(new CostOptions { HoldLifetime = TimeSpan.FromMinutes(15) });
        _options = options;
        var clock = new FakeCostClock(Time);
        Ledger = LedgerOver(_source);
        Alerts = new(new(_source), options, Members, clock, Metrics, Log);
        Budgets = new Budgets(new Database(_source), Members, options, clock, Alerts);
        Reports = new(new(_source), clock);
        Tiers = new(new(_source), options);
        Forecasts = new(new(_source), clock, Budgets);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public FixedMembers Members { get; } = new();

    public IBudgetLedger Ledger { get; }

    public IBudgets Budgets { get; }

    public BudgetAlerts Alerts { get; }

    public CostReports Reports { get; }

    public TierUse Tiers { get; }

    public CostForecasts Forecasts { get; }

    public CostMetrics Metrics { get; } = new();

    private static NullLogger<BudgetAlerts> Log => NullLogger<BudgetAlerts>.Instance;

    public string AppConnectionString => _database.AppConnectionString;

    /// <summary>The same ledger in another process.</summary>
    public IBudgetLedger LedgerOver(NpgsqlDataSource source) =>
        new BudgetLedger(new(source), Members, _options, new FakeCostClock(Time), new(new(source), _options, Members, new FakeCostClock(Time), Metrics, Log), Metrics);

    public static async Task<LedgerUnderTest> StartAsync(EmbeddedStack stack) =>
        new(await stack.CreateMigratedAsync());

    public static CostScope Scope(Guid? workspace = null, Guid? campaign = null, Guid? run = null) => new()
    {
        WorkspaceId = workspace ?? Guid.CreateVersion7(),
        CampaignId = campaign,
        RunId = run ?? Guid.CreateVersion7(),
        TaskId = Guid.CreateVersion7(),
        AgentCode = "RES-001",
    };

    public async Task SpendAsync(CostScope scope, CostEntry entry) =>
        await Ledger.SettleAsync(await HoldAsync(scope, entry.CostMicros), entry, null, TestContext.Current.CancellationToken);

    public static CostEntry Entry(long micros) => new() { Model = "m", Provider = "p", InputTokens = 10, OutputTokens = 5, CostMicros = micros };

    public async Task<Hold> HoldAsync(CostScope scope, long micros)
    {
        var result = await Ledger.HoldAsync(scope, micros, TestContext.Current.CancellationToken);
        Assert.Null(result.Refusal);
        return result.Hold!;
    }

    public async Task<Budget> MonthAsync(Guid workspace, string month = "2026-11") =>
        (await Budgets.ListAsync(workspace, TestContext.Current.CancellationToken)).Single(budget => budget.Scope == BudgetScope.WorkspaceMonth && budget.ScopeId == month);

    /// <summary>What the owner, who row-level security binds as well, finds in a workspace.</summary>
    public async Task<long> CountAsync(Guid workspace, string table)
    {
        await using var scope = await new Database(_source).BeginAsync(workspace, TestContext.Current.CancellationToken);
        return await scope.Connection.ExecuteScalarAsync<long>($"select count(*) from {table}");
    }

    public async ValueTask DisposeAsync()
    {
        Metrics.Dispose();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }
}

internal sealed class FixedMembers : IMemberCount
{
    public int Count { get; set; } = 1;

    public long? Fixed => Count;

    public Task<int> CountAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken) => Task.FromResult(Count);
}

/// <summary>The test's clock in place of the database's.</summary>
internal sealed class FakeCostClock(TimeProvider time) : CostClock
{
    public override DateTimeOffset? Fixed => time.GetUtcNow();

    public override Task<DateTimeOffset> NowAsync(Scope scope, CancellationToken cancellationToken) => Task.FromResult(time.GetUtcNow());
}
