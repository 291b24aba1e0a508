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
    public required string AgentCode { get; init; }
    public string? Capability { get; init; }
    public required JsonElement Inputs { get; init; }
    public required int Attempt { get; init; }
    public required int MaxAttempts { get; init; }
    public required long Fence { get; init; }
    public Guid? CampaignId { get; init; }
    public Guid? CreatedBy { get; init; }
    public string? RequestId { get; init; }
    public string? Traceparent { get; init; }
}

/// <summary>What a change of the ledger makes due: tasks to push, events to publish.</summary>
public sealed record LedgerChange(IReadOnlyList<ReadyTask> Ready, IReadOnlyList<RunEvent> Events)
{
    public static LedgerChange None { get; } = new([], []);
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
