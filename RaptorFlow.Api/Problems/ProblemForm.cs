namespace RaptorFlow.Api.Problems;

/// <summary>Metadata of endpoints that speak another dialect, for the problems met outside of their handlers.</summary>
internal sealed record ProblemForm(Func<Problem, Problem> Of)
{
    /// <summary>The problem as clients of the endpoint understand it.</summary>
    public static Problem For(Endpoint? endpoint, Problem problem) => endpoint?.Metadata.GetMetadata<ProblemForm>()?.Of(problem) ?? problem;
}
