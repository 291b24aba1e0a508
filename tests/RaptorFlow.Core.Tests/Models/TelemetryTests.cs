using System.Diagnostics;
using RaptorFlow.Agents;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Call_IsTracedByTheGenAiConventions_WithProviderModelTokensAndCost()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Claude, Status(401)).On(Gpt, OpenAiAnswer("secret answer", new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 }));
        using var parent = new Activity("test").Start();
        List<Activity> spans = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "RaptorFlow.Models",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == parent.TraceId)
                    spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);

        await test.AskAsync(ModelTier.Economy);

        var tags = Assert.Single(spans).TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value);
        Assert.Equal("chat", tags["gen_ai.operation.name"]);
        Assert.Equal("openai", tags["gen_ai.provider.name"]);
        Assert.Equal("gpt-test", tags["gen_ai.response.model"]);
        Assert.Equal("100", tags["gen_ai.usage.input_tokens"]!.ToString());
        Assert.Equal(45L, tags["raptorflow.cost_micros"]);
        Assert.DoesNotContain(tags.Values, value => value?.ToString()?.Contains("secret", StringComparison.Ordinal) is true);
    }
}
