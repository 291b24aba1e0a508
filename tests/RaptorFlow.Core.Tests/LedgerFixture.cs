using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RaptorFlow.Agents;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Testing;
using RaptorFlow.Workflows;
using StackExchange.Redis;

namespace RaptorFlow.Core.Tests;

/// <summary>A migrated database of its own with the ledger on top of it.</summary>
public sealed class LedgerFixture : IAsyncDisposable
{
    private readonly TestDatabase _test;
    private readonly NpgsqlDataSource _source;

    private LedgerFixture(TestDatabase test, IConnectionMultiplexer redis)
    {
        _test = test;
        _source = NpgsqlDataSource.Create(test.AppConnectionString);
        Database = new(_source);
        Bus = new RaptorBus(redis, NullLogger<RaptorBus>.Instance);
        Submission = new(Database, TimeProvider.System);
        Tasks = new(Database);
        Completion = new(Database, new(new(TimeSpan.Zero, TimeSpan.Zero, () => 0)));
        Expansion = new(Database);
        Approvals = new(Database, Bus);
        Control = new(Database, Bus);
        Pause = new(Database, Bus);
        Fork = new(Database, Bus, TimeProvider.System);
        Reader = new(Database);
        Sweeper = new(Database, Completion, Approvals, Bus, NullLogger<Sweeper>.Instance);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Database Database { get; }
    public IRaptorBus Bus { get; }
    public RunSubmission Submission { get; }
    public TaskLedger Tasks { get; }
    public TaskCompletion Completion { get; }
    public TaskExpansion Expansion { get; }
    public Approvals Approvals { get; }
    public RunControl Control { get; }
    public RunPause Pause { get; }
    public RunFork Fork { get; }
    public RunReader Reader { get; }
    public Sweeper Sweeper { get; }
    public Guid Workspace { get; } = Guid.CreateVersion7();

    /// <summary>A guild name of this fixture's own, so that tests do not see each other on the shared bus.</summary>
    public string Guild { get; } = $"guild-{Guid.NewGuid():N}";

    public static async Task<LedgerFixture> CreateAsync(EmbeddedStack stack)
    {
        var database = await stack.CreateMigratedAsync();
        var garnet = await stack.GarnetAsync();
        return new(database, await ConnectionMultiplexer.ConnectAsync(garnet.ConnectionString));
    }

    public Task<AcceptedRun> SubmitAsync(params WorkflowStep[] steps) => SubmitAsync(Workspace, "{}", steps);

    public Task<AcceptedRun> SubmitAsync(Guid workspace, string input, params WorkflowStep[] steps) => Submission.SubmitAsync(new NewRun
    {
        WorkspaceId = workspace,
        Definition = new() { Name = "test", Summary = "A test.", Steps = steps },
        Places = steps.Select(s => s.Agent).Distinct().Where(a => a != Nobody).ToDictionary(a => a, _ => AgentPlace.In(Guild)),
        Input = JsonSerializer.Deserialize<JsonElement>(input),
    }, null, Token);

    /// <summary>An agent that no guild brings.</summary>
    public const string Nobody = "TST-999";

    public static WorkflowStep Step(string key, params string[] after) => new() { Key = key, Title = key, Agent = "TST-001", After = after, MaxAttempts = 2 };

    public async Task<IReadOnlyList<TaskClaim>> ClaimAsync(IEnumerable<ReadyTask> tasks, TimeSpan? lease = null) =>
        (await Tasks.ClaimAsync([.. tasks.Select(t => (t.WorkspaceId, t.Id))], "host", lease ?? TimeSpan.FromMinutes(1), Token)).Claims;

    public Task<LedgerChange?> SucceedAsync(TaskClaim claim, string output = "{}", params Decision[] decisions) =>
        Completion.SucceedAsync(claim, Result(output) with { Decisions = decisions }, null, Token);

    public static AgentResult Result(string output = "{}") => new()
    {
        Status = AgentStatus.Success,
        Output = JsonSerializer.Deserialize<JsonElement>(output),
        Confidence = new(1, "a test"),
        Model = "offline",
    };

    public Task<LedgerChange?> FailAsync(TaskClaim claim, bool retryable = true) =>
        Completion.FailAsync(claim, new("it broke", retryable ? FailureCause.Transient : FailureCause.InvalidInput, TimeSpan.Zero), Token);

    /// <summary>Does all that is ready and what that frees, each task answering with its own step.</summary>
    public async Task FinishAsync(AcceptedRun run)
    {
        IReadOnlyList<ReadyTask> ready = run.Ready;
        while (ready.Count > 0)
        {
            var next = new List<ReadyTask>();
            foreach (var claim in await ClaimAsync(ready))
                next.AddRange((await SucceedAsync(claim, $$"""{"from":"{{claim.Step}}"}"""))!.Ready);
            ready = next;
        }
    }

    /// <summary>Does something, and waits until hosts are told to stop working on a run.</summary>
    public async Task StopsAsync(Guid run, Func<Task> act)
    {
        var told = new TaskCompletionSource();
        await using var cancels = await Bus.OnCancelAsync(r => _ = r == run && told.TrySetResult(), Token);
        await act();
        await told.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
    }

    public async Task<RunView> RunAsync(Guid run) => (await Reader.FindAsync(Workspace, run, Token))!;

    /// <summary>Runs SQL in the workspace.</summary>
    public async Task<T?> SqlAsync<T>(string sql, object? args = null)
    {
        await using var scope = await Database.BeginAsync(Workspace, Token);
        var value = await scope.FirstAsync<T>(sql, args, Token);
        await scope.CommitAsync(Token);
        return value;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _test.DisposeAsync();
    }
}
