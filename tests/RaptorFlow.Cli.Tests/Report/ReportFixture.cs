using System.Text.Json;
using System.Text.Json.Nodes;
using RaptorFlow.Cli.Api;
using RaptorFlow.Cli.Report;
using RaptorFlow.Marketing;
using RaptorFlow.Serialization;

namespace RaptorFlow.Cli.Tests.Report;

internal static class ReportFixture
{
    public static readonly DateTimeOffset At = new(2025, 11, 1, 10, 30, 0, TimeSpan.Zero);

    public static readonly JsonSerializerOptions Json = RaptorJson.CreateOptions();

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static JsonObject Raw() => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "run.json")))!.AsObject();

    public static JsonObject Step(this JsonObject run, string key) =>
        run["steps"]!.AsArray().Select(s => s!.AsObject()).Single(s => s["key"]!.GetValue<string>() == key);

    public static ReportSource Source(JsonObject? run = null, string name = "PostHog") => new(
        (run ?? Raw()).Deserialize<RunView>(Json)!,
        name,
        [new CompanyDocument { Title = "Interview with a customer", Text = "…" }],
        At);
}
