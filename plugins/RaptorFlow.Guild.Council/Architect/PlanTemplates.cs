using YamlDotNet.Serialization;

namespace RaptorFlow.Council.Architect;

/// <summary>Built-in plans per request type. The onboarding's is the guild's own workflow.</summary>
internal static class PlanTemplates
{
    private const string StepPrefix = "steps.";

    public static IReadOnlyList<PlanStep> For(string type)
    {
        var file = DataFile.Load<TemplateFile>(type == "onboarding" ? "Workflows/onboarding.workflow.yaml" : $"Data/plans/{type}.yaml");
        return [.. file.Steps.Select(s => new PlanStep(s.Key, s.Agent, s.Capability, Dependencies(s.Inputs.Values, s.After), s.Optional || s.When is not null))];
    }

    public static IReadOnlyList<string> Dependencies(IEnumerable<string> inputs, IEnumerable<string> after) =>
        [.. inputs.Where(i => i.StartsWith(StepPrefix, StringComparison.Ordinal)).Select(i => i[StepPrefix.Length..].Split('.')[0])
            .Concat(after).Distinct(StringComparer.Ordinal)];

    internal sealed class TemplateFile
    {
        public string Name { get; set; } = "";

        public int Version { get; set; } = 1;

        public string Summary { get; set; } = "";

        public List<TemplateStep> Steps { get; set; } = [];
    }

    internal sealed class TemplateStep
    {
        public string Key { get; set; } = "";

        public string Title { get; set; } = "";

        public int? Number { get; set; }

        public string Agent { get; set; } = "";

        public string? Capability { get; set; }

        public Dictionary<string, string> Inputs { get; set; } = [];

        public List<string> After { get; set; } = [];

        public string? When { get; set; }

        public bool Optional { get; set; }

        public bool Keep { get; set; }

        [YamlMember(Alias = "max_attempts")]
        public int MaxAttempts { get; set; } = 3;
    }
}
