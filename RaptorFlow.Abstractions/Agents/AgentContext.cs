using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using RaptorFlow.Memory;
using RaptorFlow.Sources;

namespace RaptorFlow.Agents;

/// <summary>All that an agent may see of the world. There is no database and no bus behind it.</summary>
public sealed class AgentContext
{
    /// <summary>The agent's own card.</summary>
    public required AgentCard Card { get; init; }

    /// <summary>The capability it was asked for.</summary>
    public required AgentCapability Capability { get; init; }

    /// <summary>The tenant.</summary>
    public required Guid WorkspaceId { get; init; }

    /// <summary>Who started the run; null when the system did.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The HTTP request that started the run, for logs.</summary>
    public string? RequestId { get; init; }

    /// <summary>The run.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The task, this agent's part of the run.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>The campaign the run belongs to.</summary>
    public Guid? CampaignId { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>What came of the tasks this agent asked for, of all rounds, by key; empty on the first call.</summary>
    public IReadOnlyDictionary<string, ChildResult> Children { get; init; } = new Dictionary<string, ChildResult>();

    /// <summary>The output of the draft that asked for them, in the agent's output schema; null on the first call.</summary>
    public JsonElement? Partial { get; init; }

    /// <summary>Models, budgeted and costed to this task. The pipeline already asks one to improve the draft; use it only for more than that.</summary>
    public required IChatClient Chat { get; init; }

    /// <summary>The workspace's memory.</summary>
    public required IMemory Memory { get; init; }

    /// <summary>What was recalled for this task from the card's collections, best first.</summary>
    public IReadOnlyList<MemoryHit> Recalled { get; init; } = [];

    /// <summary>The world outside: figures, news, mentions, pages. What it is asked for and cannot be seen becomes an open question by itself.</summary>
    public ISources Sources { get; init; } = NoSources.Instance;

    /// <summary>What sources answered to the behaviour's own questions; see <see cref="IAgentBehaviour.Questions"/>.</summary>
    public IReadOnlyList<SourceItem> Gathered { get; init; } = [];

    /// <summary>Reports progress as events of the run.</summary>
    public required IEventSink Events { get; init; }

    /// <summary>What may still be spent.</summary>
    public required IBudget Budget { get; init; }

    /// <summary>The log, with run, task, agent and workspace already in scope.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The clock. Never read the time elsewhere.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The guild's own serializer options; using others can pin the guild's load context.</summary>
    public required JsonSerializerOptions Json { get; init; }

    /// <summary>Today, in UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);
}

/// <summary>Reports an agent's progress as events of its run.</summary>
public interface IEventSink
{
    /// <summary>Emits a progress event. Never throws for want of a listener; bounded to 100 per attempt, later ones are dropped.</summary>
    /// <param name="message">One line a person reads.</param>
    void Progress(string message);
}

/// <summary>What may still be spent, in micro-dollars (1 USD = 1,000,000).</summary>
public interface IBudget
{
    /// <summary>The least of what the workspace's month, the campaign and the run have left; 0 or more.</summary>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<long> RemainingMicrosAsync(CancellationToken cancellationToken);
}
