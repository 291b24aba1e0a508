using System.Text.Json;

namespace RaptorFlow.Agents;

/// <summary>
/// A task that an agent wants done before it answers. The agent does not wait for it: it returns, gives its slot back, and is called
/// again with what came out (<see cref="AgentContext.Children"/>).
/// </summary>
public sealed record TaskRequest
{
    /// <summary>Names the task among those this agent asks for: <c>competitor-3</c>. Unique over all rounds; 1 to 80 characters.</summary>
    public required string Key { get; init; }

    /// <summary>The code of the agent that is to do it; it may belong to another guild.</summary>
    public required string Agent { get; init; }

    /// <summary>The capability asked for; the card's first when null.</summary>
    public string? Capability { get; init; }

    /// <summary>The agent's whole input, an object in its input schema.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>The name people read; the key when null.</summary>
    public string? Title { get; init; }

    /// <summary>Whether the asking agent goes on when this task is dead; else the run fails with it.</summary>
    public bool Optional { get; init; } = true;

    /// <summary>How often it is tried; 1 to 10.</summary>
    public int MaxAttempts { get; init; } = 3;
}

/// <summary>What came of a task that an agent asked for.</summary>
/// <param name="Key">The request's key.</param>
/// <param name="Agent">The code of the agent that did it.</param>
/// <param name="Output">The answer, in that agent's output schema; null when the task is dead.</param>
/// <param name="Error">Why it is dead; null when it succeeded.</param>
public sealed record ChildResult(string Key, string Agent, JsonElement? Output, string? Error);
