using System.Text.Json;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Runs;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Cost;

/// <summary>Says what runs would cost before they begin, and keeps it beside what they did cost.</summary>
public sealed class RunQuotes
{
    // Fewer tasks tell nothing of an agent; older ones nothing of its prices.
    private const int LeastTasks = 5;
    private static readonly TimeSpan Past = TimeSpan.FromDays(90);

    private const string History = """
        select agent_code as agent, count(*) as tasks, min(cost)::bigint as least, ceil(avg(cost))::bigint as likely,
               ceil(greatest(avg(cost), percentile_cont(0.95) within group (order by cost::float8)))::bigint as most
        from (
            select agent_code, task_id, sum(cost_micros) as cost from cost_entries where at >= @Since and agent_code = any(@Agents) group by 1, 2
        ) t
        group by 1 having count(*) >= @LeastTasks
        """;

    private const string Insert = """
        insert into run_quotes (id, workspace_id, created_by, workflow, least_micros, likely_micros, most_micros, steps, created_at)
        values (@Id, @WorkspaceId, @UserId, @Workflow, @LeastMicros, @LikelyMicros, @MostMicros, @Steps::jsonb, @CreatedAt)
        """;

    private const string Select = "select id, workflow, least_micros, likely_micros, most_micros, steps, created_at, run_id from run_quotes";

    private readonly Database _database;
    private readonly AgentRegistry _registry;
    private readonly IModelPrices _prices;
    private readonly CostClock _clock;

    internal RunQuotes(Database database, AgentRegistry registry, IModelPrices prices, CostClock clock)
    {
        _database = database;
        _registry = registry;
        _prices = prices;
        _clock = clock;
    }

    /// <summary>Quotes the steps that the input makes take part. Tasks that agents ask for while they work are not known yet.</summary>
    public async Task<RunQuote> QuoteAsync(WorkspaceContext workspace, WorkflowDefinition definition, JsonElement input, CancellationToken cancellationToken)
    {
        var steps = RunGraph.For(definition, input).Select(g => g.Step).ToList();
        var agents = (await _registry.AgentsAsync(cancellationToken)).ToDictionary(a => a.Code);
        await using var scope = await _database.BeginAsync(workspace.WorkspaceId, cancellationToken);
        var now = await _clock.NowAsync(scope, cancellationToken);
        var known = await scope.QueryAsync<AgentPast>(History, new { Since = now - Past, Agents = steps.Select(s => s.Agent).Distinct().ToArray(), LeastTasks }, cancellationToken);
        var past = known.ToDictionary(p => p.Agent);
        var quoted = steps.Select(s => Quote(s, agents.GetValueOrDefault(s.Agent), past.GetValueOrDefault(s.Agent))).ToList();
        var quote = new RunQuote
        {
            Id = Guid.CreateVersion7(now),
            Workflow = definition.Name,
            LeastMicros = quoted.Sum(s => s.LeastMicros),
            LikelyMicros = quoted.Sum(s => s.LikelyMicros),
            MostMicros = quoted.Sum(s => s.MostMicros),
            Steps = quoted,
            CreatedAt = now,
        };
        await scope.ExecuteAsync(Insert, new
        {
            quote.Id, workspace.WorkspaceId, workspace.UserId, quote.Workflow, quote.LeastMicros, quote.LikelyMicros, quote.MostMicros, Steps = CoreJson.Serialize(quote.Steps), quote.CreatedAt,
        }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return quote;
    }

    /// <summary>One as it was given; null when the workspace has none such.</summary>
    public async Task<RunQuote?> FindAsync(Guid workspaceId, Guid id, CancellationToken cancellationToken)
    {
        await using var scope = await _database.BeginAsync(workspaceId, cancellationToken);
        return (await scope.FirstAsync<Row>($"{Select} where id = @id", new { id }, cancellationToken))?.Quote;
    }

    /// <summary>Binds a quote to the run that begins on it, in the run's own transaction.</summary>
    /// <returns>False when it is none of the workspace's, another workflow's, or bound already.</returns>
    public static async Task<bool> AttachAsync(Scope scope, Guid id, string workflow, Guid runId, CancellationToken cancellationToken) =>
        await scope.ExecuteAsync("update run_quotes set run_id = @runId where id = @id and workflow = @workflow and run_id is null", new { id, workflow, runId }, cancellationToken) == 1;

    internal static async Task<RunQuote?> OfRunAsync(Scope scope, Guid runId, CancellationToken cancellationToken) =>
        (await scope.FirstAsync<Row>($"{Select} where run_id = @runId", new { runId }, cancellationToken))?.Quote;

    private QuotedStep Quote(WorkflowStep step, AgentEntry? agent, AgentPast? past)
    {
        var quoted = new QuotedStep { Step = step.Key, Agent = step.Agent, Tier = agent?.TierOf(step.Capability), Basis = QuoteBasis.NoAgent };
        if (agent is null)
            return quoted;
        if (_prices.FirstOf(agent.TierOf(step.Capability)) is not { } price)
            return quoted with { Basis = QuoteBasis.NoModel };
        if (past is not null)
            return quoted with { Basis = QuoteBasis.History, Model = price.Id, Tasks = past.Tasks, LeastMicros = past.Least, LikelyMicros = past.Likely, MostMicros = past.Most };
        return quoted with
        {
            Basis = QuoteBasis.Catalogue,
            Model = price.Id,
            LeastMicros = TokenAssumption.Least.Cost(price),
            LikelyMicros = TokenAssumption.Likely.Cost(price),
            MostMicros = TokenAssumption.Most.Cost(price),
        };
    }

    private sealed record AgentPast
    {
        public string Agent { get; init; } = "";
        public long Tasks { get; init; }
        public long Least { get; init; }
        public long Likely { get; init; }
        public long Most { get; init; }
    }

    private sealed record Row
    {
        public Guid Id { get; init; }
        public string Workflow { get; init; } = "";
        public long LeastMicros { get; init; }
        public long LikelyMicros { get; init; }
        public long MostMicros { get; init; }
        public JsonElement Steps { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public Guid? RunId { get; init; }

        public RunQuote Quote => new()
        {
            Id = Id,
            Workflow = Workflow,
            LeastMicros = LeastMicros,
            LikelyMicros = LikelyMicros,
            MostMicros = MostMicros,
            Steps = Steps.Deserialize<List<QuotedStep>>(CoreJson.Options)!,
            CreatedAt = CreatedAt,
            RunId = RunId,
        };
    }
}
