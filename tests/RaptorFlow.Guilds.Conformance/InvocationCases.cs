using System.Text.Json.Nodes;

namespace RaptorFlow.Guilds.Conformance;

/// <summary>
/// Golden cases of capabilities that no workflow's case reaches: <c>Invocations/NAME.json</c> says agent, capability and input,
/// <c>Invocations/NAME.answer.json</c> what the core must answer.
/// </summary>
internal static class InvocationCases
{
    private const string Answer = ".answer.json";

    public static string Folder { get; } = Path.Combine(Installation.Root, "tests", "RaptorFlow.Guilds.Conformance", "Invocations");

    public static TheoryData<string> Names() =>
        [.. Directory.GetFiles(Folder, "*.json").Where(f => !f.EndsWith(Answer, StringComparison.Ordinal)).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    public static (string Agent, string Capability, JsonObject Input) Read(string name)
    {
        var invocation = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")))!;
        return (invocation["agent"]!.GetValue<string>(), invocation["capability"]!.GetValue<string>(), invocation["input"]!.DeepClone().AsObject());
    }

    public static string AnswerFile(string name) => Path.Combine(Folder, name + Answer);
}
