using System.Text.Json;
using RaptorFlow.Marketing;
using RaptorFlow.Memory;

namespace RaptorFlow.Agents;

/// <summary>How far an agent got.</summary>
public enum AgentStatus
{
    /// <summary>A complete answer.</summary>
    Success,

    /// <summary>An answer with less than was asked for: a source, a budget or a model was missing. <see cref="AgentResult.Notes"/> says which.</summary>
    Partial,
}

/// <summary>What the pipeline makes of a behaviour's work: the answer and all that is needed to judge it.</summary>
public sealed record AgentResult
{
    /// <summary>How far the agent got. Failures are not results; they are attempts with an error.</summary>
    public required AgentStatus Status { get; init; }

    /// <summary>The answer, in the output type's schema.</summary>
    public required JsonElement Output { get; init; }

    /// <summary>How far the answer can be trusted, and why.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Every distinct quotation the answer rests on.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>What a person should be asked.</summary>
    public IReadOnlyList<OpenQuestion> OpenQuestions { get; init; } = [];

    /// <summary>The constraints that shaped the answer.</summary>
    public IReadOnlyList<ConstraintUse> ConstraintsApplied { get; init; } = [];

    /// <summary>Decisions to be recorded.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>Tasks to be done before the agent can answer; the output is then what is known so far.</summary>
    public IReadOnlyList<TaskRequest> Needs { get; init; } = [];

    /// <summary>What the workspace is to remember; empty once the host has kept it.</summary>
    public IReadOnlyList<MemoryNote> Remembers { get; init; } = [];

    /// <summary>What the workspace remembers of it.</summary>
    public IReadOnlyList<RememberedDocument> Remembered { get; init; } = [];

    /// <summary>What the reader should know about how the answer came about: a model's answer dropped, a source not configured.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The model that gave the answer; <c>offline</c> when it is the deterministic core's.</summary>
    public required string Model { get; init; }

    /// <summary>Tokens sent to models.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens received from models.</summary>
    public long OutputTokens { get; init; }

    /// <summary>What it cost, in micro-dollars.</summary>
    public long CostMicros { get; init; }

    /// <summary>How long the attempt took, in milliseconds.</summary>
    public double DurationMs { get; init; }
}

/// <summary>The input fits its schema and still cannot be worked with. The task fails without a retry.</summary>
public sealed class AgentInputException : Exception
{
    /// <summary>Names the field and the way out.</summary>
    /// <param name="field">The input's field, as a JSON path.</param>
    /// <param name="message">What is wrong and what would be right.</param>
    public AgentInputException(string field, string message)
        : base($"{field}: {message}")
    {
        Field = field;
    }

    /// <summary>The input's field, as a JSON path.</summary>
    public string Field { get; }
}
