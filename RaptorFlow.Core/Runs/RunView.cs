using System.Text.Json;
using RaptorFlow.Core.Cost;

namespace RaptorFlow.Core.Runs;

/// <summary>A run as the API shows it.</summary>
public sealed record RunView
{
    public Guid Id { get; init; }
    public string Workflow { get; init; } = "";
    public string Status { get; init; } = "";
    public RunPriority Priority { get; init; }
    public Guid? CampaignId { get; init; }

    /// <summary>The run whose results it took over; null when it began from nothing.</summary>
    public Guid? ForkedFrom { get; init; }

    /// <summary>When its time is over; null for no limit.</summary>
    public DateTimeOffset? Deadline { get; init; }
    public string? Error { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The W3C trace that the run belongs to, 32 hexadecimal digits; null when nothing traced its request.</summary>
    public string? TraceId { get; init; }

    /// <summary>From acceptance to the end, in milliseconds; null while it runs.</summary>
    public double? DurationMs => FinishedAt is { } end ? Math.Round((end - CreatedAt).TotalMilliseconds, 1) : null;

    /// <summary>What all calls for it cost, in micro-dollars, those of failed and redone attempts included.</summary>
    public long CostMicros { get; init; }

    /// <summary>What it was thought to cost before it began; null when nobody asked.</summary>
    public RunQuote? Quote { get; init; }
    public IReadOnlyList<TaskView> Tasks { get; init; } = [];
}

/// <summary>A task as the API shows it.</summary>
public sealed record TaskView
{
    public Guid Id { get; init; }
    public string Key { get; init; } = "";
    public string Title { get; init; } = "";
    public short? Number { get; init; }
    public string Agent { get; init; } = "";
    public string? Capability { get; init; }
    public string Guild { get; init; } = "";
    public string Status { get; init; } = "";
    public short Attempt { get; init; }

    /// <summary>How often the agent was continued with the results of tasks it asked for.</summary>
    public short Round { get; init; }

    /// <summary>The task that asked for this one.</summary>
    public Guid? ParentId { get; init; }
    public string[] DependsOn { get; init; } = [];
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? Error { get; init; }

    /// <summary>What kind of failure the error is: transient, rate_limited, invalid_input, bug, timeout, lost, unserved, rejected or approval_expired.</summary>
    public string? Cause { get; init; }

    /// <summary>When the next attempt may begin.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The agent's result, once there is one; see <see cref="RaptorFlow.Agents.AgentResult"/>.</summary>
    public JsonElement? Result { get; init; }
}
