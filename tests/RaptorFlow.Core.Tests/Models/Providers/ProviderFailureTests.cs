using static RaptorFlow.Core.Tests.Models.Providers.ProviderUnderTest;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models.Providers;

/// <summary>What every provider owes when it fails: the next one answers, and why is said.</summary>
public sealed class ProviderFailureTests
{
    private static readonly object Usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 };

    public static TheoryData<string> Kinds => ["gemini", "vertex", "mistral", "ollama"];

    public static TheoryData<string, int, string> Refusals
    {
        get
        {
            TheoryData<string, int, string> data = [];
            foreach (var kind in Kinds)
            {
                data.Add(kind, 400, "refused the request");
                data.Add(kind, 401, "refused the key");
                data.Add(kind, 404, "does not know the model");
            }
            return data;
        }
    }

    public static TheoryData<string, string> Rubbish
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (var kind in Kinds)
            {
                data.Add(kind, "<html>maintenance</html>");
                data.Add(kind, """{"unexpected":[1,2,3]}""");
                data.Add(kind, "");
                data.Add(kind, "{");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refusal_IsNotRetried_AndFallsToTheNext(string kind, int status, string reason)
    {
        await using var test = await StartAsync(kind);
        test.Server.On(Path(kind), Status(status)).On(Gpt, OpenAiAnswer("from the next", Usage));

        var answer = await test.AskAsync();

        Assert.Equal(("from the next", "openai", 1), (answer.Text, answer.Provider, test.Server.Calls(Path(kind))));
        Assert.Contains(reason, Assert.Single(answer.Notes), StringComparison.Ordinal);
        Assert.Single(test.Ledger.Entries);
        Assert.Empty(test.Ledger.Open);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task ServerError_ThatStays_IsRetriedThenFallsToTheNext(string kind)
    {
        await using var test = await StartAsync(kind);
        test.Server.On(Path(kind), Status(500), Status(503), Status(500)).On(Gpt, OpenAiAnswer("from the next", Usage));

        var answer = await test.AskAsync();

        Assert.Equal(("from the next", 3), (answer.Text, test.Server.Calls(Path(kind))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task RateLimit_IsWaitedForAsLongAsItSays(string kind)
    {
        var time = new HurriedTime(upTo: TimeSpan.FromSeconds(30));
        await using var test = await StartAsync(kind, time);
        test.Server.On(Path(kind), Status(429, retryAfter: "7"), Good(kind));

        var answer = await test.AskAsync();

        Assert.Equal(("fine", kind), (answer.Text, answer.Provider));
        Assert.Contains(TimeSpan.FromSeconds(7), time.Waits);
    }

    [Theory]
    [InlineData("gemini")]
    [InlineData("vertex")]
    public async Task RateLimitOfGoogle_IsWaitedForAsLongAsItsBodySays(string kind)
    {
        var time = new HurriedTime(upTo: TimeSpan.FromSeconds(30));
        await using var test = await StartAsync(kind, time);
        test.Server.On(
            Path(kind),
            async context =>
            {
                context.Response.StatusCode = 429;
                await Body("""{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"8.5s"}]}}""")(context);
            },
            Good(kind));

        Assert.Equal(kind, (await test.AskAsync()).Provider);
        Assert.Contains(TimeSpan.FromSeconds(8.5), time.Waits);
    }

    [Theory]
    [MemberData(nameof(Rubbish))]
    public async Task Body_ThatIsNoAnswer_FallsToTheNext(string kind, string body)
    {
        await using var test = await StartAsync(kind);
        test.Server.On(Path(kind), Body(body)).On(Gpt, OpenAiAnswer("from the next", Usage));

        var answer = await test.AskAsync();

        Assert.Equal("from the next", answer.Text);
        Assert.Contains("could not be read", Assert.Single(answer.Notes), StringComparison.Ordinal);
        Assert.Equal(1, test.Server.Calls(Path(kind)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Provider_ThatIsConfigured_SaysSoOfItsHealth(string kind)
    {
        await using var test = await StartAsync(kind);

        var health = test.Health.Providers.Single(provider => provider.Name == kind);

        Assert.Equal((kind, true, "closed", TestModel), (health.Kind, health.Configured, health.Circuit, Assert.Single(health.Models)));
        Assert.Equal(new HashSet<string> { kind, "openai" }, test.Health.Providers.Where(provider => provider.Configured).Select(provider => provider.Name).ToHashSet());
    }

    private static string Path(string kind) => kind switch
    {
        "gemini" => GeminiPath,
        "vertex" => VertexPath,
        "mistral" => MistralPath,
        _ => OllamaPath,
    };

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Good(string kind) => kind switch
    {
        "mistral" => OpenAiAnswer("fine", Usage),
        "ollama" => Body("""{"model":"test-model","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"fine"},"done":true,"done_reason":"stop","prompt_eval_count":1,"eval_count":1}"""),
        _ => Body("""{"candidates":[{"content":{"role":"model","parts":[{"text":"fine"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1}}"""),
    };
}
