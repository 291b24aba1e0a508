using RaptorFlow.Agents;
using RaptorFlow.Marketing;
using RaptorFlow.Text;
using RaptorFlow.Workflows;

namespace RaptorFlow.Council.Architect;

/// <summary>Finds out what is asked for, and which steps serve it.</summary>
internal static class RequestReader
{
    private static readonly Lazy<IReadOnlyList<RequestEntry>> Entries = new(() => DataFile.Load<List<RequestEntry>>("Data/requests.yaml"));

    public static PlanRequest Read(PlanInput input)
    {
        var (type, how) = Classify(input.Request);
        if (input.Workflow is { } workflow)
            return new(type ?? "free_text", $"The workflow '{workflow.Name}' (version {workflow.Version}) was given; {how}.", FromWorkflow(workflow));
        if (type is null)
        {
            throw new AgentInputException("request",
                $"cannot tell what is asked for. Say one of {string.Join(", ", Entries.Value.Select(e => e.Type).Order(StringComparer.Ordinal))}, or describe it with words such as campaign, competitors, content, quest, report.");
        }
        return new(type, $"No workflow was given; the built-in plan for '{type}' serves, since {how}.", PlanTemplates.For(type));
    }

    private static (string? Type, string How) Classify(string request)
    {
        var asked = request.Trim();
        var exact = Entries.Value.FirstOrDefault(e => string.Equals(e.Type, asked.Replace(' ', '_').Replace('-', '_'), StringComparison.OrdinalIgnoreCase));
        if (exact is not null)
            return (exact.Type, $"the request names the type '{exact.Type}'");
        var best = Entries.Value
            .Select(e => (Entry: e, Hits: e.Keywords.Where(k => Terms.Holds(asked, k)).ToList()))
            .Where(s => s.Hits.Count > 0)
            .OrderByDescending(s => s.Hits.Count)
            .FirstOrDefault();
        return best.Entry is null
            ? (null, "the request fits no known type")
            : (best.Entry.Type, $"the request speaks of {string.Join(", ", best.Hits.Select(h => $"'{h}'"))}");
    }

    private static List<PlanStep> FromWorkflow(WorkflowDefinition workflow) =>
        [.. workflow.Steps.Select(s => new PlanStep(s.Key, s.Agent, s.Capability, PlanTemplates.Dependencies(s.Inputs.Values, s.After), s.Optional || s.When is not null))];

    internal sealed class RequestEntry
    {
        public string Type { get; set; } = "";

        public string Title { get; set; } = "";

        public List<string> Keywords { get; set; } = [];
    }
}
