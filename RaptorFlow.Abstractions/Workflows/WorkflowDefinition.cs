namespace RaptorFlow.Workflows;

/// <summary>
/// A directed acyclic graph of agent tasks, declared in <c>Workflows/NAME.workflow.yaml</c> with the keys below in
/// <c>snake_case</c>. Agents are named by code and may belong to other guilds. Unknown keys, unknown steps and cycles are errors.
/// </summary>
public sealed record WorkflowDefinition
{
    /// <summary>The name callers start it by: <c>onboarding</c>. Unique in an installation.</summary>
    public required string Name { get; init; }

    /// <summary>Raised when the steps change; a run keeps the version it began with.</summary>
    public int Version { get; init; } = 1;

    /// <summary>One sentence: what comes out.</summary>
    public required string Summary { get; init; }

    /// <summary>How long a run may take from its acceptance on; what is not done by then fails it. Null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>What all calls of a run may cost, in micro-dollars (1 USD = 1,000,000); null for no limit but the workspace's.</summary>
    public long? BudgetMicros { get; init; }

    /// <summary>The steps, in the order people read them.</summary>
    public required IReadOnlyList<WorkflowStep> Steps { get; init; }
}

/// <summary>One agent's part in a workflow.</summary>
public sealed record WorkflowStep
{
    /// <summary>The step's key, unique in the workflow: <c>positioning</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The name people read: <c>Positioning</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The number people know the step by, when it has one; the onboarding's run from 1 to 12.</summary>
    public int? Number { get; init; }

    /// <summary>The agent's code.</summary>
    public required string Agent { get; init; }

    /// <summary>The capability asked for; the card's first when empty.</summary>
    public string? Capability { get; init; }

    /// <summary>
    /// The agent's input, property by property: <c>input.x</c> (the run's input), <c>steps.key</c> (another step's output, which makes
    /// that step a dependency), <c>engine.agents</c> (the registry), <c>engine.workflow</c> (this definition), <c>engine.steps</c>
    /// (the outputs of all steps it waits for, by key), <c>engine.results</c> (how these ended, as <see cref="StepResult"/>, those that died included), or <c>text:…</c> (a constant).
    /// A missing value leaves the property out.
    /// </summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Steps that must end first without giving input.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>A property of the run's input (<c>input.metrics</c>) without which the step is left out of the run.</summary>
    public string? When { get; init; }

    /// <summary>Whether the run goes on without this step when it is dead: dependents then receive no output from it.</summary>
    public bool Optional { get; init; }

    /// <summary>Whether the output is kept as part of the campaign's foundation.</summary>
    public bool Keep { get; init; }

    /// <summary>How often the step is tried; 1 to 10.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Who must approve the result before it counts; null when nobody must.</summary>
    public ApprovalRule? Approval { get; init; }
}

/// <summary>A person's approval that a step's result waits for. It is bound to the exact result, and given or refused once.</summary>
public sealed record ApprovalRule
{
    /// <summary>The least role that may decide: <c>viewer</c>, <c>analyst</c>, <c>lord_operator</c> or <c>admin</c>.</summary>
    public string Role { get; init; } = "lord_operator";

    /// <summary>How long the result waits; then the step is dead. 1 minute to 90 days.</summary>
    public TimeSpan ExpiresAfter { get; init; } = TimeSpan.FromDays(7);
}
