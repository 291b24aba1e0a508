using RaptorFlow.Core.Identity;
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
        reader.OnlyKeys(node, "", "name", "version", "summary", "time_limit", "budget_micros", "steps");
        var steps = reader.Mappings(node, "steps").Select(s => Step(reader, s)).ToList();
        if (steps.Count == 0)
            reader.Error("'steps' needs at least one entry.");
        foreach (var twice in steps.GroupBy(s => s.Key).Where(g => g.Count() > 1))
            reader.Error($"step '{twice.Key}' stands twice.");
        CheckGraph(reader, steps);
        return new()
        {
            Name = reader.Required(node, "name") ?? "",
            Version = reader.Whole(node, "version", 1, int.MaxValue) ?? 1,
            Summary = reader.Required(node, "summary") ?? "",
            TimeLimit = reader.Duration(node, "time_limit", TimeSpan.FromSeconds(1), TimeSpan.FromDays(90)),
            BudgetMicros = reader.Whole(node, "budget_micros", 0, int.MaxValue),
            Steps = steps,
        };
    }

    private static WorkflowStep Step(DeclarationReader reader, YamlMappingNode node)
    {
        var key = reader.Required(node, "key", "steps: ") ?? "";
        var where = $"step '{key}': ";
        reader.OnlyKeys(node, where, "key", "title", "number", "agent", "capability", "inputs", "after", "when", "optional", "keep", "max_attempts", "approval");
        var inputs = reader.Entries(node, "inputs").ToDictionary(i => i.Key, i => DeclarationReader.Text(i.Value));
        foreach (var (property, binding) in inputs)
        {
            if (Bindings.Problem(binding) is { } problem)
                reader.Error($"{where}{property}: {problem}");
        }
        var when = reader.Optional(node, "when");
        if (when is not null && (!when.StartsWith(Bindings.InputPrefix, StringComparison.Ordinal) || when.Length == Bindings.InputPrefix.Length))
            reader.Error($"{where}'when' must name a property of the run's input, such as input.metrics, not '{when}'.");
        return new()
        {
            Key = key,
            Title = reader.Required(node, "title", where) ?? "",
            Number = reader.Whole(node, "number", 1, short.MaxValue, where),
            Agent = reader.Required(node, "agent", where) ?? "",
            Capability = reader.Optional(node, "capability"),
            Inputs = inputs,
            After = reader.Texts(node, "after"),
            When = when,
            Optional = reader.Flag(node, "optional"),
            Keep = reader.Flag(node, "keep"),
            MaxAttempts = reader.Whole(node, "max_attempts", 1, 10, where) ?? 3,
            Approval = Approval(reader, node, where),
        };
    }

    private static ApprovalRule? Approval(DeclarationReader reader, YamlMappingNode step, string where)
    {
        if (reader.Mapping(step, "approval", where) is not { } node)
            return null;
        reader.OnlyKeys(node, $"{where}approval: ", "role", "expires_after");
        var rule = new ApprovalRule();
        var role = reader.Optional(node, "role") ?? rule.Role;
        if (!RoleNames.TryParse(role, out _))
            reader.Error($"{where}approval: 'role' must be one of {string.Join(", ", RoleNames.All)}, not '{role}'.");
        return rule with
        {
            Role = role,
            ExpiresAfter = reader.Duration(node, "expires_after", TimeSpan.FromMinutes(1), TimeSpan.FromDays(90), $"{where}approval: ") ?? rule.ExpiresAfter,
        };
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
