using System.Text.Json;
using System.Text.Json.Nodes;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Runs;

/// <summary>Reads what a step's inputs refer to; see <see cref="WorkflowStep.Inputs"/> for the forms.</summary>
public static class Bindings
{
    public const string InputPrefix = "input.";
    public const string StepsPrefix = "steps.";
    public const string TextPrefix = "text:";
    public const string Agents = "engine.agents";
    public const string Workflow = "engine.workflow";
    public const string Steps = "engine.steps";
    public const string Results = "engine.results";
    public const string WholeInput = "input";

    /// <summary>The steps that must end before this one.</summary>
    public static IEnumerable<string> Dependencies(WorkflowStep step) => step.Inputs.Values
        .Where(v => v.StartsWith(StepsPrefix, StringComparison.Ordinal))
        .Select(v => v[StepsPrefix.Length..])
        .Concat(step.After)
        .Distinct();

    /// <summary>What is wrong with a binding, or null.</summary>
    public static string? Problem(string binding) => binding switch
    {
        Agents or Workflow or Steps or Results or WholeInput => null,
        _ when binding.StartsWith(TextPrefix, StringComparison.Ordinal) => null,
        _ when binding.StartsWith(InputPrefix, StringComparison.Ordinal) && binding.Length > InputPrefix.Length => null,
        _ when binding.StartsWith(StepsPrefix, StringComparison.Ordinal) && binding.Length > StepsPrefix.Length => null,
        _ => $"'{binding}' is no binding: use input.x, steps.key, {Agents}, {Workflow}, {Steps}, {Results} or text:…",
    };

    /// <summary>A property of the run's input; null when missing or null.</summary>
    public static JsonElement? Input(string binding, JsonElement input) =>
        input.ValueKind == JsonValueKind.Object
        && input.TryGetProperty(binding[InputPrefix.Length..], out var value)
        && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Puts a task's input together.</summary>
    /// <param name="inputs">Property by property, a binding.</param>
    /// <param name="input">The run's input.</param>
    /// <param name="outputs">Outputs of the steps it waited for, by key; those that died are missing.</param>
    /// <param name="engine">What the engine itself provides, by binding.</param>
    public static JsonObject Resolve(
        IReadOnlyDictionary<string, string> inputs, JsonElement input, IReadOnlyDictionary<string, JsonElement> outputs, Func<string, JsonNode?> engine)
    {
        if (inputs.Count == 1 && inputs.TryGetValue("*", out var whole) && whole == WholeInput)
            return JsonObject.Create(input)!;
        var result = new JsonObject();
        foreach (var (property, binding) in inputs)
        {
            var value = binding switch
            {
                _ when binding.StartsWith(TextPrefix, StringComparison.Ordinal) => JsonValue.Create(binding[TextPrefix.Length..]),
                _ when binding.StartsWith(InputPrefix, StringComparison.Ordinal) => Node(Input(binding, input)),
                _ when binding.StartsWith(StepsPrefix, StringComparison.Ordinal) =>
                    Node(outputs.TryGetValue(binding[StepsPrefix.Length..], out var output) ? output : null),
                Steps => new JsonObject(outputs.Select(o => KeyValuePair.Create(o.Key, Node(o.Value)))),
                _ => engine(binding),
            };
            if (value is not null)
                result[property] = value;
        }
        return result;
    }

    private static JsonNode? Node(JsonElement? element) => element is { } value ? JsonSerializer.SerializeToNode(value) : null;
}
