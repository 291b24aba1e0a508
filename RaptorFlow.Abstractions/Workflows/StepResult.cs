namespace RaptorFlow.Workflows;

/// <summary>How a step of a run ended, as <c>engine.results</c> gives it.</summary>
/// <param name="Agent">The agent's code.</param>
/// <param name="Status"><c>succeeded</c>, <c>dead</c> or <c>cancelled</c>.</param>
public sealed record StepResult(string Agent, string Status)
{
    /// <summary>How far its answer can be trusted, 0 to 1; null when it gave none.</summary>
    public double? Confidence { get; init; }

    /// <summary>What the confidence was computed from, in one line; null when it gave none.</summary>
    public string? Explanation { get; init; }

    /// <summary>How many questions it left open.</summary>
    public int OpenQuestions { get; init; }
}
