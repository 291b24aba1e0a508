using RaptorFlow.Api.Problems;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Api.Runs;

/// <summary>How a run is to be done, where it matters to the one who starts it.</summary>
/// <param name="Priority">low, normal, high or critical; normal when absent. Within a workspace and between workspaces, higher ones are served first.</param>
/// <param name="TimeLimitSeconds">From acceptance on, 1 to 7,776,000 (90 days); what is not done by then fails the run.</param>
/// <param name="BudgetMicros">What all its calls may cost, in micro-dollars (1 USD = 1,000,000), 0 or more; 0 runs on the deterministic core alone.</param>
/// <param name="QuoteId">The quote that it is begun on, which is shown beside what it costs; of the same workflow, and not used before.</param>
/// <param name="Fresh">Models are asked anew: no answer comes from the workspace's cache.</param>
internal sealed record RunOptions(string? Priority, int? TimeLimitSeconds, long? BudgetMicros, Guid? QuoteId = null, bool Fresh = false)
{
    private const int LongestSeconds = 90 * 24 * 3_600;

    public static Problem? Problem(RunOptions? options) => options switch
    {
        { Priority: { } priority } when Parse(priority) is null => Problems.Problem.Invalid("run.priority", "Is low, normal, high or critical."),
        { TimeLimitSeconds: < 1 or > LongestSeconds } => Problems.Problem.Invalid("run.time_limit_seconds", $"Lies between 1 and {LongestSeconds}."),
        { BudgetMicros: < 0 } => Problems.Problem.Invalid("run.budget_micros", "Is 0 or more."),
        _ => null,
    };

    /// <summary>The order with what was asked for.</summary>
    public static RunStart.Order Apply(RunOptions? options, RunStart.Order order) => options is null ? order : order with
    {
        Priority = Parse(options.Priority) ?? RunPriority.Normal,
        TimeLimit = options.TimeLimitSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        BudgetMicros = options.BudgetMicros,
        Fresh = options.Fresh,
    };

    // By hand: the serializer would take "low, high" for a name as well.
    private static RunPriority? Parse(string? name) => name switch
    {
        "low" => RunPriority.Low,
        "normal" => RunPriority.Normal,
        "high" => RunPriority.High,
        "critical" => RunPriority.Critical,
        _ => null,
    };
}
