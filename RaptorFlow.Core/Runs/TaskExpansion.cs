using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Runs;

/// <summary>
/// Adds the tasks that an agent asked for to its run, and lets its own task wait for them without a slot: it is queued again when the
/// last of them has ended, and then goes on with their results.
/// </summary>
public sealed class TaskExpansion(Database database)
{
    private const int MostRounds = 10;
    private const int MostTasksOfRun = 1_000;
    private const int MostDepth = 5;
    private const int LongestKey = 80;
    private const int MostAttempts = 10;

    private const string Wait = """
        update tasks t set status = case r.status when 'paused' then 'paused' else 'queued' end, attempt = t.attempt - 1, round = t.round + 1, waiting_on = @WaitingOn,
               result = @Result::jsonb, lease_until = null, pushed_at = null, error = null, not_before = null
        from runs r
        where t.id = @Id and t.fence = @Fence and t.status = 'running' and r.id = t.run_id
        returning t.id, t.workspace_id, t.lane, t.priority, t.waiting_on, t.status
        """;

    private const string Insert = """
        insert into tasks (id, workspace_id, run_id, step, position, title, guild, lane, agent_code, capability, inputs, given, optional, keep, status, priority, waiting_on,
                           max_attempts, pushed_at, parent_id, error, cause, finished_at)
        select c.id, p.workspace_id, p.run_id, c.step, p.position, c.title, coalesce(c.guild, @NoGuild), coalesce(c.lane, @NoGuild), c.agent_code, c.capability, '{}', c.given, c.optional, false,
               case when c.guild is null then 'dead' when p.status = 'paused' then 'paused' else 'queued' end, p.priority, 0, c.max_attempts,
               case when c.guild is not null and p.status <> 'paused' then now() end,
               p.id, c.error, case when c.guild is null then 'unserved' end, case when c.guild is null then now() end
        from jsonb_to_recordset(@Tasks::jsonb) as c (id uuid, step text, title text, guild text, lane text, agent_code text, capability text, given jsonb, optional boolean,
             max_attempts smallint, error text), tasks p
        where p.id = @Id
        returning id, workspace_id, lane, priority, waiting_on, status
        """;

    private const string Edges = "insert into task_edges (workspace_id, from_task, to_task) select workspace_id, id, @Id from tasks where id = any(@Children)";

    private const string Known = """
        with recursive line as (
            select id, parent_id, 1 as depth from tasks where id = @Id
            union all
            select t.id, t.parent_id, l.depth + 1 from line l join tasks t on t.id = l.parent_id
        )
        select (select max(depth) from line) as depth, array(select step from tasks where run_id = @RunId) as steps
        """;

    /// <summary>Queues the tasks and the wait for them. Null when the fence is stale and nothing was changed.</summary>
    /// <param name="claim">The claim of the asking task.</param>
    /// <param name="result">Its result so far, with what it needs.</param>
    /// <param name="places">Where the agents asked for are served; an agent missing here is served nowhere.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is then changed.</param>
    /// <exception cref="AgentInputException">It asks for more than a run may hold, or twice under one key.</exception>
    public async Task<LedgerChange?> ExpandAsync(TaskClaim claim, AgentResult result, IReadOnlyDictionary<string, AgentPlace> places, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
        await RowLocks.TakeRunsAsync(scope, [claim.RunId], cancellationToken);
        Check(claim, result.Needs, (await scope.FirstAsync<State>(Known, new { claim.Id, claim.RunId }, cancellationToken))!);
        var children = result.Needs.Select(n => Child(claim, n, places.GetValueOrDefault(n.Agent))).ToList();
        var waitingOn = children.Count(c => c.guild is not null);
        var args = new { claim.Id, claim.Fence, WaitingOn = (short)waitingOn, Result = CoreJson.Serialize(result) };
        if (await scope.FirstAsync<QueuedTask>(Wait, args, cancellationToken) is not { } parent)
            return null;
        await TaskCompletion.EndAttemptAsync(scope, claim, "continued", null, result, cancellationToken);
        var queued = await scope.QueryAsync<QueuedTask>(Insert, new { claim.Id, Tasks = JsonSerializer.Serialize(children), RunSubmission.NoGuild }, cancellationToken);
        await scope.ExecuteAsync(Edges, new { claim.Id, Children = children.Select(c => c.id).ToArray() }, cancellationToken);
        var unserved = children.Where(c => c.guild is null).ToList();
        var told = new List<NewEvent> { new(claim.RunId, claim.WorkspaceId, EventTypes.TaskWaiting, claim.Id, claim.Step, new { tasks = children.Select(c => c.step).ToList() }) };
        told.AddRange(unserved.Select(c => new NewEvent(claim.RunId, claim.WorkspaceId, EventTypes.TaskDead, c.id, c.step, new { error = c.error, cause = "unserved", attempt = 0, c.optional })));
        if (unserved.FirstOrDefault(c => !c.optional) is { } needed)
            return await RunProgress.FailRunAsync(scope, claim.WorkspaceId, claim.RunId, told[0], $"{needed.step}: {needed.error}", cancellationToken);
        var changed = await RunEvents.AppendAsync(scope, told, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return new([.. QueuedTask.Ready(queued), .. QueuedTask.Ready([parent])], changed);
    }

    private static void Check(TaskClaim claim, IReadOnlyList<TaskRequest> needs, State known)
    {
        if (claim.Round >= MostRounds)
            throw new AgentInputException("needs", $"{claim.AgentCode} asked for tasks {MostRounds} times; it must answer now.");
        if (known.Depth >= MostDepth)
            throw new AgentInputException("needs", $"Tasks that ask for tasks may be nested {MostDepth} deep.");
        if (known.Steps.Length + needs.Count > MostTasksOfRun)
            throw new AgentInputException("needs", $"A run may have {MostTasksOfRun} tasks; it has {known.Steps.Length}, and {claim.AgentCode} asks for {needs.Count} more.");
        foreach (var need in needs)
            Check(need);
        var taken = known.Steps.Concat(needs.Select(n => Step(claim, n))).GroupBy(s => s).FirstOrDefault(g => g.Count() > 1);
        if (taken is not null)
            throw new AgentInputException("needs", $"'{taken.Key}' is asked for twice; each task needs a key of its own.");
    }

    // What the contract says of a request; the ledger's own refusal would name nobody.
    private static void Check(TaskRequest need)
    {
        if (string.IsNullOrWhiteSpace(need.Key) || need.Key.Length > LongestKey)
            throw new AgentInputException("needs", $"A task's key has 1 to {LongestKey} characters, not '{need.Key?.Cut(LongestKey)}'.");
        if (need.Input.ValueKind != JsonValueKind.Object)
            throw new AgentInputException("needs", $"The input of '{need.Key}' is no object.");
        if (need.MaxAttempts is < 1 or > MostAttempts)
            throw new AgentInputException("needs", $"'{need.Key}' may be tried 1 to {MostAttempts} times, not {need.MaxAttempts}.");
    }

    private static NewTask Child(TaskClaim claim, TaskRequest need, AgentPlace? place) => new(
        Guid.CreateVersion7(), Step(claim, need), need.Title ?? need.Key, place?.Guild, place?.Lane, need.Agent, need.Capability, need.Input, need.Optional, need.MaxAttempts,
        place is null ? $"No guild brings {need.Agent}." : null);

    private static string Step(TaskClaim claim, TaskRequest need) => $"{claim.Step}/{need.Key}";

    // Named as the columns that read it.
    private sealed record NewTask(
        Guid id, string step, string title, string? guild, string? lane, string agent_code, string? capability, JsonElement given, bool optional, int max_attempts, string? error);

    private sealed record State
    {
        public int Depth { get; init; }
        public string[] Steps { get; init; } = [];
    }
}
