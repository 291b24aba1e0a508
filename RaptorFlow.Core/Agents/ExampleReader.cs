using System.Text.Json;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Agents;

/// <summary>Reads the examples that guilds bring for their workflows: <c>Workflows/NAME.example.json</c> is an input of workflow NAME.</summary>
internal static class ExampleReader
{
    public const string Suffix = ".example.json";

    public static IReadOnlyDictionary<string, JsonElement> Read(IEnumerable<(string Name, string Text)> files, IReadOnlyList<WorkflowDefinition> workflows, List<string> errors)
    {
        var examples = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (file, text) in files)
        {
            var name = Path.GetFileName(file)[..^Suffix.Length];
            if (workflows.All(w => w.Name != name))
                errors.Add($"{file}: the guild has no workflow '{name}'.");
            try
            {
                examples[name] = JsonSerializer.Deserialize<JsonElement>(text);
            }
            catch (JsonException e)
            {
                errors.Add($"{file}: line {e.LineNumber + 1}: {e.Message}");
            }
        }
        return examples;
    }
}
