using RaptorFlow.Core.Agents.Pipeline;
using System.Text.Json;
using System.Text.Json.Nodes;
using RaptorFlow.Core;

namespace RaptorFlow.Guilds.Conformance;

/// <summary>
/// The golden cases: <c>Cases/NAME.json</c> is an on-boarding's input, in which <c>{"$file": path}</c> stands for a file of the repository,
/// and <c>Cases/NAME/STEP.json</c> what the step's core must answer.
/// </summary>
internal static class OnboardingCases
{
    private static readonly JsonSerializerOptions Indented = new(CoreJson.Options) { WriteIndented = true };

    public static string Folder { get; } = Path.Combine(Installation.Root, "tests", "RaptorFlow.Guilds.Conformance", "Cases");

    public static TheoryData<string> Names() => [.. Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public static JsonElement Input(string name)
    {
        var input = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;
        return JsonSerializer.SerializeToElement(Resolve(input));
    }

    public static string Write(RehearsedStep answer) => JsonSerializer.Serialize(new
    {
        agent = answer.Step.Agent,
        capability = answer.Context.Capability.Name,
        output = answer.Output,
        confidence = answer.Draft.Confidence,
        open_questions = answer.Draft.OpenQuestions,
        constraints_applied = answer.Draft.ConstraintsApplied,
        decisions = answer.Draft.Decisions,
    }, Indented) + "\n";

    public static string AnswerFile(string name, string step) => Path.Combine(Folder, name, step + ".json");

    private static JsonNode? Resolve(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } file when file["$file"] is { } path => Load(path.GetValue<string>()),
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Resolve(m.Value?.DeepClone())))),
        JsonArray items => new JsonArray([.. items.Select(i => Resolve(i?.DeepClone()))]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Load(string path)
    {
        var text = File.ReadAllText(Path.Combine(Installation.Root, path));
        return path.EndsWith(".json", StringComparison.Ordinal) ? JsonNode.Parse(text) : JsonValue.Create(text);
    }
}
