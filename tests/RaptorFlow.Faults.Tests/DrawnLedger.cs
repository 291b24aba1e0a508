using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;
using RaptorFlow.Workflows;

namespace RaptorFlow.Faults.Tests;

/// <summary>A ledger whose hosts and agents are the test itself.</summary>
internal sealed class DrawnLedger(Database database)
{
    private const string Agent = "EFF-001";

    private readonly RunSubmission _submission = new(database, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public TaskLedger Tasks { get; } = new(database);

    public TaskCompletion Completion { get; } = new(database, new(new(TimeSpan.Zero, TimeSpan.Zero, () => 0)));

    public RunReader Reader { get; } = new(database);

    public static AgentResult Result { get; } = new()
    {
        Status = AgentStatus.Success, Output = JsonSerializer.Deserialize<JsonElement>("{}"), Confidence = new(1, "drawn"), Model = "offline",
    };

    /// <param name="index">Which step it is.</param>
    /// <param name="after">Which of those before it it waits for.</param>
    public static WorkflowStep Step(int index, bool[] after) => new()
    {
        Key = $"s{index}", Title = "", Agent = Agent, After = [.. Enumerable.Range(0, Math.Min(index, after.Length)).Where(j => after[j]).Select(j => $"s{j}")],
    };

    public Task<AcceptedRun> SubmitAsync(Guid workspace, string lane, RunPriority priority, IReadOnlyList<WorkflowStep> steps) => _submission.SubmitAsync(new()
    {
        WorkspaceId = workspace,
        Definition = new() { Name = "any", Summary = "Any.", Steps = steps },
        Places = new Dictionary<string, AgentPlace> { [Agent] = AgentPlace.In(lane) },
        Input = JsonSerializer.Deserialize<JsonElement>("{}"),
        Priority = priority,
    }, null, Token);

    public async Task<IReadOnlyList<TaskClaim>> ClaimAsync(IEnumerable<(Guid WorkspaceId, Guid TaskId)> due) =>
        due.ToList() is { Count: > 0 } tasks ? (await Tasks.ClaimAsync(tasks, "host", TimeSpan.FromMinutes(5), Token)).Claims : [];
}
