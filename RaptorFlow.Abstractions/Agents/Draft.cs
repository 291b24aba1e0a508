using RaptorFlow.Memory;

namespace RaptorFlow.Agents;

/// <summary>The untyped face of <see cref="Draft{TOutput}"/>.</summary>
public interface IDraft
{
    /// <summary>The answer.</summary>
    object Output { get; }

    /// <summary>How far the answer can be trusted, and why.</summary>
    Confidence Confidence { get; }

    /// <summary>What the evidence does not hold and a person should be asked.</summary>
    IReadOnlyList<OpenQuestion> OpenQuestions { get; }

    /// <summary>The brief's constraints that shaped the answer, and how.</summary>
    IReadOnlyList<ConstraintUse> ConstraintsApplied { get; }

    /// <summary>What was decided, to be recorded.</summary>
    IReadOnlyList<Decision> Decisions { get; }

    /// <summary>Tasks to be done before the agent can answer; see <see cref="Draft{TOutput}.Needs"/>.</summary>
    IReadOnlyList<TaskRequest> Needs { get; }

    /// <summary>What the workspace is to remember; see <see cref="Draft{TOutput}.Remembers"/>.</summary>
    IReadOnlyList<MemoryNote> Remembers { get; }
}

/// <summary>What an agent computes without a model.</summary>
/// <typeparam name="TOutput">The behaviour's output.</typeparam>
public sealed record Draft<TOutput> : IDraft
    where TOutput : class
{
    /// <summary>The answer.</summary>
    public required TOutput Output { get; init; }

    /// <inheritdoc/>
    public required Confidence Confidence { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<OpenQuestion> OpenQuestions { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<ConstraintUse> ConstraintsApplied { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>
    /// Tasks to be done before the agent can answer; empty when this is the answer. With needs, <see cref="Output"/> is what is known
    /// so far: it is shown, goes to no model, and comes back in <see cref="AgentContext.Partial"/> when the agent is called again.
    /// At most 10 rounds, 1,000 tasks in a run, and requests nested 5 deep.
    /// </summary>
    public IReadOnlyList<TaskRequest> Needs { get; init; } = [];

    /// <summary>
    /// What the workspace is to remember, kept when the task succeeds; no model changes it. At most <see cref="MemoryNote.Most"/>, in collections that the
    /// card names in <see cref="AgentCard.Remembers"/>; else the task fails without a retry. Nothing is kept of a draft with <see cref="Needs"/>, nor of a step
    /// whose result waits for a person.
    /// </summary>
    public IReadOnlyList<MemoryNote> Remembers { get; init; } = [];

    object IDraft.Output => Output;
}

/// <summary>A problem with an answer; the text is shown to the model once so that it can repair it.</summary>
/// <param name="Path">Where, as a JSON path in the output: <c>lines[2].text</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record OutputProblem(string Path, string Message);

/// <summary>Something the evidence does not hold.</summary>
/// <param name="Question">A question that a person of the company can answer: <c>Which of your products do Amplitude and Mixpanel compete with?</c></param>
/// <param name="Field">The brief's field where the answer belongs: <c>competitors[0].note</c>.</param>
public sealed record OpenQuestion(string Question, string Field)
{
    /// <summary>What the answer would change.</summary>
    public string? Why { get; init; }
}

/// <summary>A constraint of the brief and what it did to an answer.</summary>
/// <param name="ConstraintId">The constraint's id in <see cref="Marketing.Fundamentals.Constraints"/>: <c>C1</c>.</param>
/// <param name="Effect">What was done because of it: <c>outbound e-mail left out</c>.</param>
public sealed record ConstraintUse(string ConstraintId, string Effect);

/// <summary>What an agent of the Council decided, kept with its reasons.</summary>
public sealed record Decision
{
    /// <summary><c>plan</c>, <c>routing</c>, <c>override</c>, <c>approval</c>, <c>budget_split</c> or <c>arbitration</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What was decided, in one sentence.</summary>
    public required string Choice { get; init; }

    /// <summary>Why, most important first.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What was not chosen, each with its reason.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];
}
