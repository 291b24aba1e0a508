using RaptorFlow.Workflows;

namespace RaptorFlow.Marketing;

/// <summary>An input that needs to know which agents there are. Left out, the engine fills it from the registry when the task begins.</summary>
public interface IRegistryInput
{
    /// <summary>The agents that exist, available or not.</summary>
    IReadOnlyList<AgentListing> Agents { get; }
}

/// <summary>Input of planning.</summary>
public record PlanInput : IRegistryInput
{
    /// <summary>What is asked for, as a request type or in free words; 1 to 2,000 characters.</summary>
    public required string Request { get; init; }

    /// <summary>The workflow that would serve it, when one is already chosen.</summary>
    public WorkflowDefinition? Workflow { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<AgentListing> Agents { get; init; } = [];
}

/// <summary>Input of the review of proposed changes to a plan.</summary>
public sealed record PlanReviewInput : PlanInput
{
    /// <summary>The proposals, judged in this order, each upon the plan with those approved before it; 1 to 50.</summary>
    public required IReadOnlyList<PlanProposal> Proposals { get; init; }

    /// <summary>Keys of the steps that have begun or ended. They can no longer be changed.</summary>
    public IReadOnlyList<string> Begun { get; init; } = [];
}

/// <summary>Changes to a plan that make sense only together: approved or rejected as one.</summary>
public sealed record PlanProposal
{
    /// <summary>Tells the proposal from the others.</summary>
    public required string Id { get; init; }

    /// <summary>Who proposes it: an agent's code or a person's name.</summary>
    public string? By { get; init; }

    /// <summary>What it is for, in a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>The changes, applied in this order; 1 to 60.</summary>
    public required IReadOnlyList<PlanChange> Changes { get; init; }
}

/// <summary>One change to one step of a plan. Fields that its kind does not name are left out.</summary>
public sealed record PlanChange
{
    /// <summary>What is done.</summary>
    public required PlanChangeKind Kind { get; init; }

    /// <summary>The step's key: a new one to add, else one of the plan's.</summary>
    public required string Step { get; init; }

    /// <summary>The agent's code, to add or reassign a step.</summary>
    public string? Agent { get; init; }

    /// <summary>The capability, to add or reassign a step. Left out, an added step asks for the agent's first, a reassigned one for what it asked for before.</summary>
    public string? Capability { get; init; }

    /// <summary>Keys of the steps it waits for, to add a step or to rewire one; all of them, not only those that are new.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }

    /// <summary>Whether the run may go on without it, to add a step or to change that.</summary>
    public bool? Optional { get; init; }
}

/// <summary>Kinds of change.</summary>
public enum PlanChangeKind
{
    /// <summary>A new step.</summary>
    Add,

    /// <summary>The step goes; what waited for it does so no longer.</summary>
    Remove,

    /// <summary>Another agent, or another capability of the same.</summary>
    Reassign,

    /// <summary>Other dependencies.</summary>
    Rewire,

    /// <summary>Required becomes optional, or the reverse.</summary>
    SetOptional,
}
