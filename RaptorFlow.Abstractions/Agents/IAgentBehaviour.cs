using RaptorFlow.Sources;

namespace RaptorFlow.Agents;

/// <summary>
/// The untyped face of <see cref="Agent{TInput, TOutput}"/>, by which the pipeline drives behaviours of types it does not know.
/// Derive from <see cref="Agent{TInput, TOutput}"/> instead of implementing this.
/// </summary>
public interface IAgentBehaviour
{
    /// <summary>The input's type; its JSON Schema is served by the registry and input is validated against it.</summary>
    Type InputType { get; }

    /// <summary>The output's type.</summary>
    Type OutputType { get; }

    /// <summary>What to ask the world outside before the draft, untyped.</summary>
    /// <param name="input">An instance of <see cref="InputType"/>.</param>
    /// <param name="context">What the agent may see; nothing is gathered yet.</param>
    IEnumerable<SourceQuestion> Questions(object input, AgentContext context) => [];

    /// <summary>The deterministic core, untyped.</summary>
    /// <param name="input">An instance of <see cref="InputType"/>.</param>
    /// <param name="context">What the agent may see.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<IDraft> DraftAsync(object input, AgentContext context, CancellationToken cancellationToken);

    /// <summary>The behaviour's own checks, untyped.</summary>
    /// <param name="input">An instance of <see cref="InputType"/>.</param>
    /// <param name="output">An instance of <see cref="OutputType"/>.</param>
    /// <param name="context">What the agent may see.</param>
    IEnumerable<OutputProblem> Validate(object input, object output, AgentContext context);

    /// <summary>Everything in the input that may be quoted, untyped.</summary>
    /// <param name="input">An instance of <see cref="InputType"/>.</param>
    IEnumerable<Marketing.Evidence> Facts(object input);
}
