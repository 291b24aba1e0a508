using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>Reads runs and their events, one workspace's only.</summary>
public sealed class RunReader(Database database)
{
    private const string Runs = """
        select id, workflow, status, priority, campaign_id, forked_from, deadline, error, created_at, started_at, finished_at, split_part(traceparent, '-', 2) as trace_id,
               coalesce((select sum(cost_micros) from cost_entries where run_id = runs.id), 0) as cost_micros
        from runs
        """;

    private const string Tasks = """
        select id, step as key, title, number, agent_code as agent, capability, guild, status, attempt, round, parent_id, cause, not_before, started_at, finished_at, error, result,
               array(select f.step from task_edges e join tasks f on f.id = e.from_task where e.to_task = tasks.id order by f.position, f.id) as depends_on
        from tasks where run_id = @RunId order by position, parent_id is not null, id
        """;

    public async Task<RunView?> FindAsync(Guid workspaceId, Guid runId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        if (await scope.FirstAsync<RunView>(Runs + " where id = @RunId", new { RunId = runId }, cancellationToken) is not { } run)
            return null;
        var tasks = await scope.QueryAsync<TaskView>(Tasks, new { RunId = runId }, cancellationToken);
        return run with { Tasks = tasks, Quote = await RunQuotes.OfRunAsync(scope, runId, cancellationToken) };
    }

    /// <summary>A run's status; null when there is none.</summary>
    public async Task<string?> StatusAsync(Guid workspaceId, Guid runId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await StatusAsync(scope, runId, cancellationToken);
    }

    internal static Task<string?> StatusAsync(Scope scope, Guid runId, CancellationToken cancellationToken) =>
        scope.FirstAsync<string>("select status from runs where id = @RunId", new { RunId = runId }, cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="workspaceId">The tenant.</param>
    /// <param name="before">The last id of the page before; null for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async Task<IReadOnlyList<RunView>> ListAsync(Guid workspaceId, Guid? before, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<RunView>(Runs + " where @Before::uuid is null or id < @Before order by id desc limit @Limit", new { Before = before, Limit = limit }, cancellationToken);
    }

    public async Task<IReadOnlyList<RunEvent>> EventsAsync(Guid workspaceId, Guid runId, long after, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<RunEvent>(
            "select seq, run_id, workspace_id, type, task_id, step, at, data from run_events where run_id = @RunId and seq > @After order by seq limit @Limit",
            new { RunId = runId, After = after, Limit = limit }, cancellationToken);
    }
}
