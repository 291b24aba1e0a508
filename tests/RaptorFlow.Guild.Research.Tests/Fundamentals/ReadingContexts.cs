using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core.Agents.Pipeline;
using RaptorFlow.Marketing;
using RaptorFlow.Serialization;

namespace RaptorFlow.Guild.Research.Tests.CompanyReading;

/// <summary>What a reading agent sees in these tests: a fixed day, an empty memory, no model.</summary>
internal static class ReadingContexts
{
    public static readonly DateOnly Today = new(2026, 11, 22);

    public static AgentContext For(string code, string capability)
    {
        var asked = new AgentCapability { Name = capability, Behaviour = capability };
        return Bystanders.Context(new() { Code = code, Name = code, Summary = code, Capabilities = [asked] }, asked, new FixedDay(), RaptorJson.CreateOptions());
    }

    public static CompanyBrief Brief(string json) => JsonSerializer.Deserialize<CompanyBrief>(json, RaptorJson.CreateOptions())!;

    public static CompanyBrief Sample(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RaptorFlow.sln")))
            folder = folder.Parent;
        return Brief(File.ReadAllText(Path.Combine(folder!.FullName, "samples", "companies", name + ".json")));
    }

    public static Draft<TOutput> Draft<TOutput>(IAgentBehaviour agent, object input, string code, string capability)
        where TOutput : class
    {
        var context = For(code, capability);
        var task = agent.DraftAsync(input, context, TestContext.Current.CancellationToken).AsTask();
        Assert.True(task.IsCompleted);
        var draft = Assert.IsType<Draft<TOutput>>(task.GetAwaiter().GetResult());
        Assert.Empty(agent.Validate(input, draft.Output, context));
        QuotesStandInTheirSources(draft.Output, [.. agent.Facts(input)]);
        return draft;
    }

    // Every object of the answer that has a source and a quote.
    private static void QuotesStandInTheirSources(object output, List<Evidence> facts)
    {
        var sources = facts.GroupBy(f => f.Source).ToDictionary(g => g.Key, g => g.First().Quote);
        Walk(JsonSerializer.SerializeToElement(output, RaptorJson.CreateOptions()));

        void Walk(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in element.EnumerateArray())
                    Walk(item);
            }
            if (element.ValueKind != JsonValueKind.Object)
                return;
            if (element.TryGetProperty("source", out var source) && element.TryGetProperty("quote", out var quote))
            {
                Assert.True(sources.TryGetValue(source.GetString()!, out var text), $"no fact at {source}");
                Assert.Contains(quote.GetString()!, text, StringComparison.Ordinal);
            }
            foreach (var property in element.EnumerateObject())
                Walk(property.Value);
        }
    }

    private sealed class FixedDay : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(Today, new(9, 0), TimeSpan.Zero);
    }
}
