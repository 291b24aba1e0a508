using System.Text.Json;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Runs;

/// <summary>A run to be accepted.</summary>
public sealed record NewRun
{
    public required Guid WorkspaceId { get; init; }
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>The guild of every agent there is, by code. An optional step whose agent is missing here is dead from the start.</summary>
    public required IReadOnlyDictionary<string, string> Guilds { get; init; }
    public required JsonElement Input { get; init; }
    public Guid? CampaignId { get; init; }
    public Guid? UserId { get; init; }
    public string? RequestId { get; init; }
    public RunPriority Priority { get; init; } = RunPriority.Normal;
}

/// <summary>A run as accepted: committed, with the tasks that can start at once.</summary>
public sealed record AcceptedRun(Guid RunId, IReadOnlyList<ReadyTask> Ready);

/// <summary>A task that nothing keeps from starting.</summary>
public sealed record ReadyTask(Guid Id, Guid WorkspaceId, string Guild, RunPriority Priority);
