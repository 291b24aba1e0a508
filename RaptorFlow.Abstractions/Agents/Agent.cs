using RaptorFlow.Marketing;
using RaptorFlow.Sources;

namespace RaptorFlow.Agents;

/// <summary>
/// A behaviour: what one or several cards do. Stateless; one instance serves concurrent tasks.
/// </summary>
/// <remarks>
/// Around it the pipeline validates the input, recalls memory, asks sources what <see cref="Questions(TInput, AgentContext)"/> names, calls <see cref="DraftAsync(TInput, AgentContext, CancellationToken)"/>,
/// lets a model improve the draft where one is configured, and keeps the model's answer only if it fits the output's type,
/// quotes only what <see cref="Facts(TInput)"/> and the draft hold, brings no number of its own, and passes
/// <see cref="Validate(TInput, TOutput, AgentContext)"/>.
/// </remarks>
/// <typeparam name="TInput">A record that System.Text.Json can read.</typeparam>
/// <typeparam name="TOutput">A record that System.Text.Json can write and read back.</typeparam>
public abstract class Agent<TInput, TOutput> : IAgentBehaviour
    where TInput : class
    where TOutput : class
{
    /// <inheritdoc/>
    public Type InputType => typeof(TInput);

    /// <inheritdoc/>
    public Type OutputType => typeof(TOutput);

    /// <summary>
    /// What to ask the world outside before the draft: at most 20 questions, of the kinds that the card names as its sources. Answers are in
    /// <see cref="AgentContext.Gathered"/>, and may be quoted as <see cref="SourceFacts.Facts(IEnumerable{SourceItem})"/> lists them. What cannot be seen becomes an open question by itself.
    /// </summary>
    /// <param name="input">The input.</param>
    /// <param name="context">What the agent may see; nothing is gathered yet.</param>
    protected virtual IEnumerable<SourceQuestion> Questions(TInput input, AgentContext context) => [];

    /// <summary>The deterministic core: a complete answer from the input and the evidence, with no model. Never invents a fact.</summary>
    /// <param name="input">Validated against the type's schema.</param>
    /// <param name="context">What the agent may see.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="AgentInputException">The input fits its schema and still cannot be worked with.</exception>
    protected abstract ValueTask<Draft<TOutput>> DraftAsync(TInput input, AgentContext context, CancellationToken cancellationToken);

    /// <summary>Checks an answer against the behaviour's own rules (limits, references). Applied to drafts in tests and to models' answers always.</summary>
    /// <param name="input">The input the answer is for.</param>
    /// <param name="output">The answer.</param>
    /// <param name="context">What the agent may see.</param>
    /// <returns>Every problem found; none when the answer stands.</returns>
    protected virtual IEnumerable<OutputProblem> Validate(TInput input, TOutput output, AgentContext context) => [];

    /// <summary>Everything in the input that may be quoted. The default is the brief and documents of an <see cref="ICompanyInput"/>.</summary>
    /// <param name="input">The input.</param>
    protected virtual IEnumerable<Evidence> Facts(TInput input) =>
        input is ICompanyInput company ? company.AllFacts() : [];

    IEnumerable<SourceQuestion> IAgentBehaviour.Questions(object input, AgentContext context) => Questions((TInput)input, context);

    async ValueTask<IDraft> IAgentBehaviour.DraftAsync(object input, AgentContext context, CancellationToken cancellationToken) =>
        await DraftAsync((TInput)input, context, cancellationToken).ConfigureAwait(false);

    IEnumerable<OutputProblem> IAgentBehaviour.Validate(object input, object output, AgentContext context) =>
        Validate((TInput)input, (TOutput)output, context);

    IEnumerable<Evidence> IAgentBehaviour.Facts(object input) => Facts((TInput)input);
}
