using System.Text.Json;
using Npgsql;
using RaptorFlow.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using RaptorFlow.Workflows;

namespace RaptorFlow.Faults.Tests;

/// <summary>The checker finds nothing wrong in a sound ledger, and everything that is made wrong in it.</summary>
public sealed class CheckerTests(EmbeddedStack stack) : IAsyncLifetime
{
    private readonly Guid _workspace = Guid.CreateVersion7();
    private TestDatabase _test = null!;
    private NpgsqlDataSource _source = null!;
    private NpgsqlDataSource _owner = null!;
    private TaskLedger _ledger = null!;
    private TaskCompletion _completion = null!;
    private AcceptedRun _run = null!;
    private string _superuser = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _test = await stack.CreateMigratedAsync();
        _superuser = new NpgsqlConnectionStringBuilder((await stack.PostgresAsync()).SuperuserConnectionString) { Database = _test.Name, Pooling = false }.ConnectionString;
        _owner = NpgsqlDataSource.Create(_superuser);
        _source = NpgsqlDataSource.Create(_test.AppConnectionString);
        var database = new Database(_source);
        _ledger = new(database);
        _completion = new(database, new(new(TimeSpan.Zero, TimeSpan.Zero, () => 0)));
        _run = await new RunSubmission(database, TimeProvider.System).SubmitAsync(new()
        {
            WorkspaceId = _workspace,
            Definition = new() { Name = "checked", Summary = "Checked.", Steps = [Step("a"), Step("b", "a")] },
            Places = new Dictionary<string, AgentPlace> { ["EFF-001"] = AgentPlace.In("effects") },
            Input = JsonSerializer.Deserialize<JsonElement>("{}"),
        }, null, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _owner.DisposeAsync();
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task Check_SoundLedger_FindsNothing()
    {
        await FinishAsync(_run.Ready);

        Assert.Empty(await CheckAsync());
    }

    [Fact]
    public async Task Check_FenceThatIsNotAsked_IsCaught()
    {
        var stale = await ClaimAsync(_run.Ready);
        await _completion.FailAsync(stale, new("it broke", FailureCause.Transient, TimeSpan.Zero), Token);
        var current = await ClaimAsync(_run.Ready);

        // What a completion that does not ask for the fence would do: the stale holder's result counts while another works.
        var change = await _completion.SucceedAsync(stale with { Fence = current.Fence }, Result(stale, "a"), null, Token);
        await FinishAsync(change!.Ready);

        Assert.Contains(await CheckAsync(), w => w.StartsWith("the result kept is that of the attempt that succeeded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_AcceptedRunThatIsNotThere_IsCaught()
    {
        await FinishAsync(_run.Ready);

        Assert.Contains(await new LedgerChecker(_superuser).CheckAsync([Guid.CreateVersion7()], Token), w => w.StartsWith("no accepted run is lost", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("an effect is applied once", "insert into decisions (id, workspace_id, run_id, task_id, agent_code, kind, choice, reasons, alternatives) select gen_random_uuid(), workspace_id, run_id, task_id, agent_code, kind, choice, reasons, alternatives from decisions limit 1")]
    [InlineData("an effect is applied once", "delete from decisions where id = (select min(id::text)::uuid from decisions)")]
    [InlineData("events have no gap", "delete from run_events where seq = 3")]
    [InlineData("events have no gap", "update run_events set seq = seq + 10 where type = 'run.succeeded'")]
    [InlineData("a run ends once", "insert into run_events (workspace_id, run_id, seq, type, data) select workspace_id, run_id, 100, type, data from run_events where type = 'run.succeeded'")]
    [InlineData("a task succeeds once", "insert into run_events (workspace_id, run_id, seq, type, task_id, step, data) select workspace_id, run_id, 100, type, task_id, step, data from run_events where type = 'task.succeeded' limit 1")]
    [InlineData("every run is over", "update runs set status = 'running', finished_at = null")]
    [InlineData("no task is stuck", "update tasks set status = 'queued' where step = 'b'")]
    [InlineData("every start has its attempt", "delete from task_attempts where fence = 1")]
    [InlineData("one attempt succeeded", "update task_attempts set outcome = 'lost'")]
    [InlineData("what builds on a result", "update tasks set result = jsonb_set(result, '{output,saw,a}', '\"another\"') where step = 'b'")]
    [InlineData("what a step waited for had ended", "update tasks set finished_at = finished_at + interval '1 hour' where step = 'a'")]
    [InlineData("no money is held", "insert into budgets (id, workspace_id, scope, scope_id, limit_micros, held_micros) select gen_random_uuid(), workspace_id, 'run', id::text, 10, 5 from runs")]
    [InlineData("nothing is spent over a cap", "insert into budgets (id, workspace_id, scope, scope_id, limit_micros, spent_micros) select gen_random_uuid(), workspace_id, 'run', id::text, 10, 50 from runs")]
    [InlineData("what was spent is what the calls cost", "insert into budgets (id, workspace_id, scope, scope_id, limit_micros, spent_micros) select gen_random_uuid(), workspace_id, 'workspace_month', '2026-01', 100, 50 from runs")]
    [InlineData("times are the database's", "update task_attempts set finished_at = finished_at + interval '1 hour'")]
    [InlineData("times are the database's", "update run_events set at = at - interval '1 hour' where seq = 2")]
    [InlineData("no row of another workspace", "update run_events set workspace_id = gen_random_uuid() where seq = 2")]
    public async Task Check_LedgerMadeWrong_IsCaught(string rule, string breaking)
    {
        await FinishAsync(_run.Ready);
        Assert.Empty(await CheckAsync());

        await using (var command = _owner.CreateCommand(breaking))
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync(Token));

        Assert.Contains(await CheckAsync(), w => w.StartsWith(rule, StringComparison.Ordinal));
    }

    private static WorkflowStep Step(string key, params string[] after) => new() { Key = key, Title = key, Agent = "EFF-001", After = after };

    private Task<IReadOnlyList<string>> CheckAsync() => new LedgerChecker(_superuser).CheckAsync([_run.RunId], Token);

    private async Task<TaskClaim> ClaimAsync(IEnumerable<ReadyTask> ready) =>
        Assert.Single((await _ledger.ClaimAsync([.. ready.Select(r => (r.WorkspaceId, r.Id))], "host", TimeSpan.FromMinutes(1), Token)).Claims);

    private async Task FinishAsync(IReadOnlyList<ReadyTask> ready)
    {
        while (ready.Count > 0)
        {
            var claim = await ClaimAsync(ready);
            ready = (await _completion.SucceedAsync(claim, Result(claim, claim.Step), null, Token))!.Ready;
        }
    }

    // As the agents of the fault tests answer.
    private static AgentResult Result(TaskClaim claim, string nonce) => new()
    {
        Status = AgentStatus.Success,
        Output = JsonSerializer.SerializeToElement(new { nonce, attempt = claim.Attempt, saw = claim.Outputs.ToDictionary(o => o.Step, o => o.Output!.Value.GetProperty("nonce").GetString()) }),
        Confidence = new(1, "a test"),
        Model = "offline",
        Decisions = [new() { Kind = "plan", Choice = nonce }],
    };
}
