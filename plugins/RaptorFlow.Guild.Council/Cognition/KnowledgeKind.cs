namespace RaptorFlow.Council.Cognition;

/// <summary>A place in a step's answer that holds knowledge, from <c>Data/knowledge/kinds.yaml</c>.</summary>
internal sealed class KnowledgeKind
{
    public string Step { get; set; } = "";
    public string Path { get; set; } = "";
    public string Topic { get; set; } = "";
    public string? Label { get; set; }
    public string Kind { get; set; } = "fact";
    public string Collection { get; set; } = "";
    public string Say { get; set; } = "statement";
    public string? From { get; set; }

    public static IReadOnlyList<KnowledgeKind> All { get; } = DataFile.Load<List<KnowledgeKind>>("Data/knowledge/kinds.yaml");

    private static readonly List<string> Topics = [.. All.Select(k => k.Topic).Distinct()];

    private static readonly Dictionary<(string, string), KnowledgeKind> ByPlace = All.ToDictionary(k => (k.Step, k.Path));

    /// <summary>Where a topic stands among the others; those of candidates that were given come last.</summary>
    public static int Place(string topic) => Topics.IndexOf(topic) is var at && at < 0 ? int.MaxValue : at;

    public static KnowledgeKind? Of(string step, string path) => ByPlace.GetValueOrDefault((step, JsonPaths.Pattern(path)));
}
