using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace RaptorFlow.Core.Models;

/// <summary>Calls an agent's tools for the model, traced and bounded in number: what a text talks a model into ends soon.</summary>
internal static class ToolCalls
{
    /// <summary>How often a model is asked, with the results of what it called the time before.</summary>
    public const int MostRounds = 5;

    /// <summary>How many calls there are in all rounds together.</summary>
    public const int MostCalls = 12;

    private const string NoMore = "No more calls are made for this answer. Give it with what you have.";

    public static IChatClient Around(IChatClient client, ILoggerFactory loggers)
    {
        var calls = 0;
        return new FunctionInvokingChatClient(client, loggers)
        {
            MaximumIterationsPerRequest = MostRounds,
            MaximumConsecutiveErrorsPerRequest = MostRounds,
            FunctionInvoker = (context, cancellationToken) =>
                Interlocked.Increment(ref calls) > MostCalls ? ValueTask.FromResult<object?>(NoMore) : context.Function.InvokeAsync(context.Arguments, cancellationToken),
        };
    }
}
