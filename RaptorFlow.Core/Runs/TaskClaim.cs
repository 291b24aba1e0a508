using System.Text.Json;

namespace RaptorFlow.Core.Runs;

/// <summary>A task that this host holds until its lease ends. The fence proves it: whoever claims the task later has a higher one.</summary>
public sealed record TaskClaim
{
    public required Guid Id { get; init; }
    public required Guid WorkspaceId { get; init; }
    public required Guid RunId { get; init; }
    public required string Step { get; init; }
    public required string Guild { get; init; }
    public string Lane { get; init; } = "";
    public required string AgentCode { get; init; }
    public string? Capability { get; init; }

    /// <summary>Property by property, where the input comes from; see <see cref="Bindings"/>.</summary>
    public required JsonElement Inputs { get; init; }

    /// <summary>The whole input, when another task asked for this one.</summary>
    public JsonElement? Given { get; init; }
    public required int Attempt { get; init; }
    public required int MaxAttempts { get; init; }
    public required long Fence { get; init; }

    /// <summary>How often the agent has been continued with the results of tasks it asked for.</summary>
    public int Round { get; init; }

    /// <summary>What the agent had found when it asked for them.</summary>
    public JsonElement? Partial { get; init; }

    /// <summary>What the step asks of people, as its <see cref="Workflows.ApprovalRule"/>.</summary>
    public JsonElement? Approval { get; init; }
    public Guid? CampaignId { get; init; }
    public Guid? CreatedBy { get; init; }
    /// <summary>Takes no answer from the cache.</summary>
    public bool Fresh { get; init; }
    public string? RequestId { get; init; }
    public string? Traceparent { get; init; }

    /// <summary>When the run's time is over.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The lanes of the tasks that wait for this one, a lane for each.</summary>
    public string[] NextLanes { get; init; } = [];

    /// <summary>The task whose completion claimed this one in the same transaction.</summary>
    public Guid? FreedBy { get; init; }

    /// <summary>The run's input.</summary>
    public JsonElement RunInput { get; init; }

    /// <summary>What the tasks it waited for left.</summary>
    public IReadOnlyList<TaskOutput> Outputs { get; init; } = [];
}

/// <summary>What a task left for one that waited for it.</summary>
public sealed record TaskOutput
{
    public required Guid ToTask { get; init; }
    public required string Step { get; init; }
    public required string AgentCode { get; init; }

    /// <summary>Null when it failed.</summary>
    public JsonElement? Output { get; init; }
    public string? Error { get; init; }

    /// <summary>Whether the waiting task itself asked for it.</summary>
    public bool Child { get; init; }
}

/// <summary>A run that has new events.</summary>
public readonly record struct ChangedRun(Guid WorkspaceId, Guid RunId);

/// <summary>What a change of the ledger makes due: tasks to push, runs whose listeners are to be told, and whose agents are to stop.</summary>
public sealed record LedgerChange(IReadOnlyList<ReadyTask> Ready, IReadOnlyList<ChangedRun> Changed)
{
    public static LedgerChange None { get; } = new([], []);

    /// <summary>Tasks that became ready and that the completing host claimed in the same transaction.</summary>
    public IReadOnlyList<TaskClaim> Claims { get; init; } = [];

    /// <summary>The run that ended while agents were at work on it; null when none were.</summary>
    public Guid? Stopped { get; init; }
}

/// <summary>A fact about a run, numbered within it from 1.</summary>
public sealed record RunEvent
{
    public required long Seq { get; init; }
    public required Guid RunId { get; init; }
    public required Guid WorkspaceId { get; init; }
    public required string Type { get; init; }
    public Guid? TaskId { get; init; }
    public string? Step { get; init; }
    public required DateTimeOffset At { get; init; }
    public required JsonElement Data { get; init; }
}
