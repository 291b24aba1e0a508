using System.Text.Json;
using RaptorFlow.Core.Agents;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Runs;

/// <summary>A run to be accepted.</summary>
public sealed record NewRun
{
    public required Guid WorkspaceId { get; init; }
    public required WorkflowDefinition Definition { get; init; }

    /// <summary>Where every agent there is is served, by code. An optional step whose agent is missing here is dead from the start.</summary>
    public required IReadOnlyDictionary<string, AgentPlace> Places { get; init; }
    public required JsonElement Input { get; init; }
    public Guid? CampaignId { get; init; }
    public Guid? UserId { get; init; }
    public string? RequestId { get; init; }
    public RunPriority Priority { get; init; } = RunPriority.Normal;

    /// <summary>From acceptance on; null for the workflow's own limit, if it has one.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>What all its calls may cost, in micro-dollars; null for the workflow's own limit, if it has one.</summary>
    public long? BudgetMicros { get; init; }

    /// <summary>Takes no answer that was recorded or cached before it.</summary>
    public bool Fresh { get; init; }
}

/// <summary>A run as accepted: committed, with the tasks that can start at once.</summary>
public sealed record AcceptedRun(Guid RunId, IReadOnlyList<ReadyTask> Ready);

/// <summary>A task that nothing keeps from starting.</summary>
/// <param name="Id">The task.</param>
/// <param name="WorkspaceId">The tenant.</param>
/// <param name="Lane">Where the bus queues it.</param>
/// <param name="Priority">How urgent its run is.</param>
public sealed record ReadyTask(Guid Id, Guid WorkspaceId, string Lane, RunPriority Priority);

/// <summary>Where an agent's tasks are done.</summary>
/// <param name="Guild">The guild that brings it.</param>
/// <param name="Lane">Where the bus queues its tasks: the guild's own lane, or one of the agent's when its card limits how many may work at once.</param>
public sealed record AgentPlace(string Guild, string Lane)
{
    /// <summary>An agent without a limit of its own.</summary>
    public static AgentPlace In(string guild) => new(guild, guild);

    public static AgentPlace Of(AgentEntry agent) => new(agent.Guild, LaneOf(agent.Guild, agent.Code, agent.Concurrency));

    public static string LaneOf(string guild, string code, int? concurrency) => concurrency is null ? guild : $"{guild}/{code}";
}
