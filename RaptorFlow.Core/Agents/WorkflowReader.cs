using System.Globalization;
using RaptorFlow.Core.Runs;
using RaptorFlow.Workflows;
using YamlDotNet.RepresentationModel;

namespace RaptorFlow.Core.Agents;

/// <summary>Reads workflow declarations and checks that they are graphs without cycles.</summary>
internal static class WorkflowReader
{
    public static WorkflowDefinition? Read(string file, string text, List<string> errors)
    {
        var reader = new DeclarationReader(file);
        var workflow = reader.Mapping(text) is { } node ? Read(reader, node) : null;
        errors.AddRange(reader.Errors);
        return reader.Errors.Count == 0 ? workflow : null;
    }

    private static WorkflowDefinition Read(DeclarationReader reader, YamlMappingNode node)
    {
        reader.OnlyKeys(node, "", "name", "version", "summary", "steps");
        var steps = reader.Mappings(node, "steps").Select(s => Step(reader, s)).ToList();
        if (steps.Count == 0)
            reader.Error("'steps' needs at least one entry.");
        foreach (var twice in steps.GroupBy(s => s.Key).Where(g => g.Count() > 1))
            reader.Error($"step '{twice.Key}' stands twice.");
        CheckGraph(reader, steps);
        return new()
        {
            Name = reader.Required(node, "name") ?? "",
            Version = Whole(reader, node, "version", 1) ?? 1,
            Summary = reader.Required(node, "summary") ?? "",
            Steps = steps,
        };
    }

    private static WorkflowStep Step(DeclarationReader reader, YamlMappingNode node)
    {
        var key = reader.Required(node, "key", "steps: ") ?? "";
        var where = $"step '{key}': ";
        reader.OnlyKeys(node, where, "key", "title", "number", "agent", "capability", "inputs", "after", "when", "optional", "keep", "max_attempts");
        var inputs = reader.Entries(node, "inputs").ToDictionary(i => i.Key, i => DeclarationReader.Text(i.Value));
        foreach (var (property, binding) in inputs)
        {
            if (Bindings.Problem(binding) is { } problem)
                reader.Error($"{where}{property}: {problem}");
        }
        var when = reader.Optional(node, "when");
        if (when is not null && (!when.StartsWith(Bindings.InputPrefix, StringComparison.Ordinal) || when.Length == Bindings.InputPrefix.Length))
            reader.Error($"{where}'when' must name a property of the run's input, such as input.metrics, not '{when}'.");
        var attempts = Whole(reader, node, "max_attempts", 3) ?? 3;
        if (attempts is < 1 or > 10)
            reader.Error($"{where}'max_attempts' must lie between 1 and 10.");
        return new()
        {
            Key = key,
            Title = reader.Required(node, "title", where) ?? "",
            Number = Whole(reader, node, "number", null),
            Agent = reader.Required(node, "agent", where) ?? "",
            Capability = reader.Optional(node, "capability"),
            Inputs = inputs,
            After = reader.Texts(node, "after"),
            When = when,
            Optional = reader.Flag(node, "optional"),
            Keep = reader.Flag(node, "keep"),
            MaxAttempts = attempts,
        };
    }

    private static int? Whole(DeclarationReader reader, YamlMappingNode node, string key, int? fallback)
    {
        if (reader.Optional(node, key) is not { } text)
            return fallback;
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var number))
            return number;
        reader.Error($"'{key}' must be a whole number, not '{text}'.");
        return fallback;
    }

    private static void CheckGraph(DeclarationReader reader, List<WorkflowStep> steps)
    {
        var keys = steps.Select(s => s.Key).ToHashSet();
        foreach (var step in steps)
        {
            foreach (var missing in Bindings.Dependencies(step).Where(d => !keys.Contains(d)))
                reader.Error($"step '{step.Key}' waits for '{missing}', which is no step.");
        }
        var open = steps.DistinctBy(s => s.Key).ToDictionary(s => s.Key, s => Bindings.Dependencies(s).Where(keys.Contains).ToHashSet());
        while (open.FirstOrDefault(s => s.Value.Count == 0).Key is { } free)
        {
            open.Remove(free);
            foreach (var waiting in open.Values)
                waiting.Remove(free);
        }
        if (open.Count > 0)
            reader.Error($"steps wait for each other in a circle: {string.Join(", ", open.Keys)}.");
    }
}
