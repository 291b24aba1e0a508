using System.Text.Json;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Runs;

/// <summary>The steps of a definition that a given input makes take part, with what each waits for.</summary>
internal static class RunGraph
{
    public static IReadOnlyList<(WorkflowStep Step, IReadOnlyList<string> DependsOn)> For(WorkflowDefinition definition, JsonElement input)
    {
        var taking = definition.Steps.Where(s => s.When is null || Bindings.Input(s.When, input) is not null).ToList();
        var keys = taking.Select(s => s.Key).ToHashSet();
        return [.. taking.Select(s => (s, (IReadOnlyList<string>)[.. Bindings.Dependencies(s).Where(keys.Contains)]))];
    }
}
