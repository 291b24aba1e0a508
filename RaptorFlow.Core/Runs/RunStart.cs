using System.Text.Json;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Runs;

/// <summary>Starts workflows and single agents by name, as the registry has them.</summary>
public sealed class RunStart(AgentRegistry registry, RunSubmission submission, IRaptorBus bus)
{
    /// <summary>Who starts what, where.</summary>
    public sealed record Order
    {
        public required Guid WorkspaceId { get; init; }
        public Guid? UserId { get; init; }
        public Guid? CampaignId { get; init; }
        public string? RequestId { get; init; }
        public required JsonElement Input { get; init; }
        public RunPriority Priority { get; init; } = RunPriority.Normal;

        /// <inheritdoc cref="NewRun.TimeLimit"/>
        public TimeSpan? TimeLimit { get; init; }

        /// <inheritdoc cref="NewRun.BudgetMicros"/>
        public long? BudgetMicros { get; init; }

        /// <inheritdoc cref="NewRun.Fresh"/>
        public bool Fresh { get; init; }
    }

    /// <summary>A workflow by name.</summary>
    /// <returns>The run, or why it cannot start now.</returns>
    public async Task<(AcceptedRun? Run, string? Refusal)> WorkflowAsync(string name, Order order, Func<Scope, Guid, Task>? also, CancellationToken cancellationToken) =>
        await registry.WorkflowAsync(name, cancellationToken) is { } definition
            ? await StartAsync(definition, order, also, cancellationToken)
            : (null, $"No agent host has brought the workflow '{name}' yet.");

    /// <summary>One agent, as a run of one step.</summary>
    public Task<(AcceptedRun? Run, string? Refusal)> AgentAsync(AgentEntry agent, string? capability, Order order, Func<Scope, Guid, Task>? also, CancellationToken cancellationToken) =>
        StartAsync(Alone(agent, capability), order, also, cancellationToken);

    /// <summary>The workflow of one step that an agent asked alone is.</summary>
    public static WorkflowDefinition Alone(AgentEntry agent, string? capability) => new()
    {
        Name = $"agent:{agent.Code}",
        Summary = agent.Summary,
        Steps = [new() { Key = "agent", Title = agent.Name, Agent = agent.Code, Capability = capability, Inputs = new Dictionary<string, string> { ["*"] = Bindings.WholeInput } }],
    };

    private async Task<(AcceptedRun? Run, string? Refusal)> StartAsync(WorkflowDefinition definition, Order order, Func<Scope, Guid, Task>? also, CancellationToken cancellationToken)
    {
        var agents = (await registry.AgentsAsync(cancellationToken)).ToDictionary(a => a.Code);
        // A guild that is away for the moment will serve the run when it is back; one that nobody ever had cannot be waited for.
        var unknown = definition.Steps.Where(s => !s.Optional && !agents.ContainsKey(s.Agent)).Select(s => s.Agent).Distinct().ToList();
        if (unknown.Count > 0)
            return (null, $"The workflow '{definition.Name}' needs agents that no guild brings: {string.Join(", ", unknown)}.");
        var run = await submission.SubmitAsync(new()
        {
            WorkspaceId = order.WorkspaceId,
            UserId = order.UserId,
            CampaignId = order.CampaignId,
            RequestId = order.RequestId,
            Input = order.Input,
            Definition = definition,
            Places = definition.Steps.Select(s => s.Agent).Distinct().Where(agents.ContainsKey).ToDictionary(a => a, a => AgentPlace.Of(agents[a])),
            Priority = order.Priority,
            TimeLimit = order.TimeLimit,
            BudgetMicros = order.BudgetMicros,
            Fresh = order.Fresh,
        }, also, cancellationToken);
        await bus.PushAsync(run.Ready, cancellationToken);
        return (run, null);
    }
}
