using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using FunctionInvocationContext = Microsoft.SemanticKernel.FunctionInvocationContext;

namespace RaptorFlow.Core.Models;

/// <summary>
/// Calls an agent's tools for the model, as functions of a kernel of this one answer, traced and bounded in number: what a text talks a model into ends soon.
/// </summary>
internal sealed class ToolCalls : IFunctionInvocationFilter
{
    /// <summary>How often a model is asked, with the results of what it called the time before.</summary>
    public const int MostRounds = 5;

    /// <summary>How many calls there are in all rounds together.</summary>
    public const int MostCalls = 12;

    private const string NoMore = "No more calls are made for this answer. Give it with what you have.";

    private readonly Kernel _kernel = new();
    private int _calls;

    public ToolCalls(IEnumerable<AIFunction> tools)
    {
        Functions = [.. tools.Select(tool => tool.AsKernelFunction())];
        _kernel.FunctionInvocationFilters.Add(this);
    }

    public IReadOnlyList<KernelFunction> Functions { get; }

    public IChatClient Around(IChatClient client, ILoggerFactory loggers) => new FunctionInvokingChatClient(client, loggers)
    {
        MaximumIterationsPerRequest = MostRounds,
        MaximumConsecutiveErrorsPerRequest = MostRounds,
        FunctionInvoker = async (context, cancellationToken) =>
            (await ((KernelFunction)context.Function).InvokeAsync(_kernel, new KernelArguments(context.Arguments), cancellationToken)).GetValue<object>(),
    };

    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        if (Interlocked.Increment(ref _calls) > MostCalls)
            context.Result = new(context.Function, NoMore);
        else
            await next(context);
    }
}
