using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Agents;

/// <summary>A recorded decision of the Council.</summary>
public sealed record DecisionView
{
    public Guid Id { get; init; }
    public Guid RunId { get; init; }
    public string AgentCode { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Choice { get; init; } = "";
    public string[] Reasons { get; init; } = [];
    public string[] Alternatives { get; init; } = [];
    public DateTimeOffset At { get; init; }

    /// <summary>Set when the step was redone: the decision stands no more.</summary>
    public DateTimeOffset? SupersededAt { get; init; }
}

/// <summary>Decisions in Postgres, one workspace's only.</summary>
public sealed class DecisionReader(Database database)
{
    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<DecisionView>> ListAsync(Guid workspaceId, Guid? before, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<DecisionView>(
            "select id, run_id, agent_code, kind, choice, reasons, alternatives, at, superseded_at from decisions where @Before::uuid is null or id < @Before order by id desc limit @Limit",
            new { Before = before, Limit = limit }, cancellationToken);
    }
}
