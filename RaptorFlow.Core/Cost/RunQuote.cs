using RaptorFlow.Agents;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Core.Cost;

/// <summary>What a quote of a step rests on.</summary>
public enum QuoteBasis
{
    /// <summary>What the agent's tasks cost in this workspace.</summary>
    History,

    /// <summary>The price of the tier's first model, and assumptions on tokens.</summary>
    Catalogue,

    /// <summary>No model of the tier can be used: the agent's draft is the answer, for nothing.</summary>
    NoModel,

    /// <summary>No guild brings the agent.</summary>
    NoAgent,
}

/// <summary>What a step would cost, in micro-dollars.</summary>
public sealed record QuotedStep
{
    public required string Step { get; init; }

    public required string Agent { get; init; }

    public ModelTier? Tier { get; init; }

    public required QuoteBasis Basis { get; init; }

    /// <summary>The model that is asked first.</summary>
    public string? Model { get; init; }

    /// <summary>How many past tasks it rests on.</summary>
    public long Tasks { get; init; }

    public long LeastMicros { get; init; }

    public long LikelyMicros { get; init; }

    public long MostMicros { get; init; }
}

/// <summary>What a run would cost, said before it begins; no promise. Money in micro-dollars (1 USD = 1,000,000).</summary>
public sealed record RunQuote
{
    public required Guid Id { get; init; }

    /// <summary>The workflow, or <c>agent:CODE</c>.</summary>
    public required string Workflow { get; init; }

    public required long LeastMicros { get; init; }

    public required long LikelyMicros { get; init; }

    public required long MostMicros { get; init; }

    public required IReadOnlyList<QuotedStep> Steps { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The run that was begun on it.</summary>
    public Guid? RunId { get; init; }
}

/// <summary>The tokens that a task is assumed to need where its agent has no past.</summary>
/// <param name="Calls">How often a model is asked.</param>
/// <param name="InputTokens">In each call.</param>
/// <param name="OutputTokens">In each call; null for the most that the model gives.</param>
internal sealed record TokenAssumption(int Calls, int InputTokens, int? OutputTokens)
{
    /// <summary>A short prompt with a short answer.</summary>
    public static readonly TokenAssumption Least = new(1, 1_000, 200);

    /// <summary>A brief with some findings, and an answer of a page.</summary>
    public static readonly TokenAssumption Likely = new(1, 6_000, 1_500);

    /// <summary>Long documents, the longest answer, and its one repair.</summary>
    public static readonly TokenAssumption Most = new(2, 24_000, null);

    public long Cost(ModelPrice price) =>
        (long)Math.Ceiling(Calls * ((InputTokens * price.InputMicros) + (Math.Min(OutputTokens ?? price.OutputTokens, price.OutputTokens) * price.OutputMicros)));
}
