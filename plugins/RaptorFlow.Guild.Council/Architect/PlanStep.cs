namespace RaptorFlow.Council.Architect;

/// <summary>A step to be planned, from a workflow or a template.</summary>
internal sealed record PlanStep(string Key, string Agent, string? Capability, IReadOnlyList<string> DependsOn, bool Optional);

/// <summary>A request as it was understood.</summary>
internal sealed record PlanRequest(string Type, string HowRead, IReadOnlyList<PlanStep> Steps);
