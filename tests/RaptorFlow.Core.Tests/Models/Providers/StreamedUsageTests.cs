using RaptorFlow.Core.Models;
using static RaptorFlow.Core.Tests.Models.Providers.ProviderUnderTest;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models.Providers;

/// <summary>That the streams of the vendors' SDKs end with their usage, and what they leave out of it.</summary>
public sealed class StreamedUsageTests
{
    private const string Chunk = """{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"better"},"finish_reason":"stop"}]}""";

    private const string Counts = """{"prompt_tokens":100,"completion_tokens":9,"total_tokens":109,"prompt_tokens_details":{"cached_tokens":40,"cache_write_tokens":30},"completion_tokens_details":{"reasoning_tokens":5}}""";

    private const string Usage = $$"""{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{{Counts}}}""";

    [Fact]
    public async Task OpenAi_Stream_AsksForItsUsage_CacheWritesIncluded()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Gpt, Events(Chunk, Usage, "[DONE]"));

        var (response, _) = await test.StreamAsync("openai");

        Assert.True((bool?)Assert.Single(test.Server.Requests).Body["stream_options"]!["include_usage"]);
        Assert.Equal(new TokenCounts(100, 40, 30, 9, 5), TokenCounts.Of(response.Usage!));
    }

    [Fact]
    public async Task OpenAi_Answer_IsChargedForWhatIsWrittenToTheCache()
    {
        await using var test = await GatewayUnderTest.StartAsync(settings:
        [
            ("Models:Providers:anthropic:ApiKey", null), ("Models:Catalogue:1:CacheWritePerMillion", "0.5"), ("Models:Catalogue:1:InputPerMillion", "0.25"),
        ]);
        test.Server.On(Gpt, OpenAiAnswer("better", System.Text.Json.Nodes.JsonNode.Parse(Counts)));

        var answer = await test.AskAsync();

        // 30 at 0.25 + 40 at 0.025 + 30 at 0.5 + 9 at 2 = 41.5
        Assert.Equal(42, answer.CostMicros);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task OpenAi_EndpointThatRefusesTheWishForUsage_IsAskedWithoutIt_FromThenOn(int status)
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Gpt, Status(status), Events(Chunk, "[DONE]"), Events(Chunk, "[DONE]"));
        var (client, http) = test.Client("openai");
        using var connection = http;

        for (var i = 0; i < 2; i++)
            Assert.Equal("better", string.Concat(await client.GetStreamingResponseAsync([new(Microsoft.Extensions.AI.ChatRole.User, "hello")], null, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken)));

        Assert.Equal([true, false, false], test.Server.Requests.Select(request => request.Body["stream_options"] is not null));
    }

    [Fact]
    public async Task OpenAi_RequestRefusedForSomethingElse_IsRefused_AndTheWishStays()
    {
        await using var test = await GatewayUnderTest.StartAsync();
        test.Server.On(Gpt, Status(400), Status(400), Events(Chunk, Usage, "[DONE]"));

        await Assert.ThrowsAnyAsync<Exception>(() => test.StreamAsync("openai"));
        var (response, _) = await test.StreamAsync("openai");

        Assert.Equal(100, response.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task Anthropic_Stream_EndsWithItsUsage_CacheWritesIncluded()
    {
        await using var test = await StartAsync("anthropic");
        test.Server.On(Claude, Named(
            ("message_start", """{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":30,"cache_read_input_tokens":40,"cache_creation_input_tokens":30,"output_tokens":1}}}"""),
            ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
            ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"better"}}"""),
            ("content_block_stop", """{"type":"content_block_stop","index":0}"""),
            ("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":9}}"""),
            ("message_stop", """{"type":"message_stop"}""")));

        var (response, _) = await test.StreamAsync("anthropic");

        Assert.Equal("better", response.Text);
        Assert.Equal(new TokenCounts(100, 40, 30, 9, 0), TokenCounts.Of(response.Usage!));
    }

    [Fact]
    public async Task Anthropic_StreamWithoutUsage_IsStillAnAnswer()
    {
        await using var test = await StartAsync("anthropic");
        test.Server.On(Claude, Named(
            ("message_start", """{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null}}"""),
            ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
            ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"better"}}"""),
            ("content_block_stop", """{"type":"content_block_stop","index":0}"""),
            ("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null}}"""),
            ("message_stop", """{"type":"message_stop"}""")));

        Assert.Equal("better", (await test.StreamAsync("anthropic")).Response.Text);
    }

    [Fact]
    public async Task Anthropic_Answer_IsChargedForWhatIsWrittenToTheCache()
    {
        await using var test = await StartAsync("anthropic", ("Models:Catalogue:0:CacheWritePerMillion", "1.25"));
        test.Server.On(Claude, AnthropicAnswer("better", new { input_tokens = 100, cache_read_input_tokens = 1000, cache_creation_input_tokens = 200, output_tokens = 20 }));

        // 100 at 1 + 1000 at 0.1 + 200 at 1.25 + 20 at 5
        Assert.Equal(550, (await test.AskAsync()).CostMicros);
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Named(params (string Event, string Data)[] events) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var (name, data) in events)
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"event: {name}\ndata: {data}\n\n"));
    };
}
