using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Api.Runs;

/// <summary>Binds the quote that a run is begun on.</summary>
internal static class QuoteBinding
{
    private const string Field = "run.quote_id";

    /// <summary>Why the quote cannot be the run's; null when it can, or there is none.</summary>
    public static async Task<Problem?> ProblemAsync(RunOptions? options, string workflow, Guid workspaceId, RunQuotes quotes, CancellationToken cancellationToken)
    {
        if (options?.QuoteId is not { } id)
            return null;
        return await quotes.FindAsync(workspaceId, id, cancellationToken) switch
        {
            null => Problem.Invalid(Field, "There is no such quote in this workspace."),
            { RunId: not null } => Used(),
            { Workflow: var quoted } when quoted != workflow => Problem.Invalid(Field, $"Is a quote of {quoted}."),
            _ => null,
        };
    }

    /// <summary>In the run's own transaction, before anything is kept of the answer.</summary>
    /// <exception cref="UnfitInputException">Another run was quicker: nothing is begun.</exception>
    public static async Task BindAsync(RunOptions? options, string workflow, Scope scope, Guid runId, CancellationToken cancellationToken)
    {
        if (options?.QuoteId is { } id && !await RunQuotes.AttachAsync(scope, id, workflow, runId, cancellationToken))
            throw new UnfitInputException(Used());
    }

    private static Problem Used() => Problem.Invalid(Field, "Is the quote of another run already.", "Ask for a new one.");
}
