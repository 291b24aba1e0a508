using RaptorFlow.Core.Models.Providers;
using static RaptorFlow.Core.Tests.Models.Providers.ProviderUnderTest;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models.Providers;

public sealed class VertexTests
{
    private const string Good = """{"candidates":[{"content":{"parts":[{"text":"better"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1000,"cachedContentTokenCount":400,"candidatesTokenCount":20,"thoughtsTokenCount":30}}""";

    [Theory]
    [InlineData("europe-west1", "https://europe-west1-aiplatform.googleapis.com/v1beta1/projects/p-1/locations/europe-west1/publishers/google/models/m:generateContent")]
    [InlineData("global", "https://aiplatform.googleapis.com/v1beta1/projects/p-1/locations/global/publishers/google/models/m:generateContent")]
    [InlineData("eu", "https://aiplatform.eu.rep.googleapis.com/v1beta1/projects/p-1/locations/eu/publishers/google/models/m:generateContent")]
    public void Address_IsThatOfTheLocation(string location, string address) =>
        Assert.Equal(address, VertexProvider.Address(new() { Project = "p-1", Location = location }, "m", "generateContent").ToString());

    [Fact]
    public async Task GoodAnswer_IsAskedForWithAToken_AndCostedFromItsUsage()
    {
        await using var test = await StartAsync("vertex");
        test.Server.On(VertexPath, Body(Good));

        var answer = await test.AskAsync();

        // 600 at 1 + 400 at 0.1 + 50 at 5 micro-dollars
        Assert.Equal(("better", "vertex", 890), (answer.Text, answer.Provider, answer.CostMicros));
        var request = Assert.Single(test.Server.Requests);
        Assert.Equal("Bearer token-v", request.Headers["Authorization"]);
        Assert.False(request.Headers.ContainsKey("x-goog-api-key"));
    }

    [Fact]
    public async Task Name_IsWhatTheProviderIsAskedFor_AndTheIdWhatIsAnswered()
    {
        await using var test = await StartAsync("vertex", ("Models:Catalogue:0:Id", "vertex/test-model"), ("Models:Catalogue:0:Name", TestModel));
        test.Server.On(VertexPath, Body(Good));

        Assert.Equal("vertex/test-model", (await test.AskAsync()).Model);
        Assert.Equal("vertex/test-model", Assert.Single(test.Ledger.Entries).Model);
    }

    [Fact]
    public async Task Credentials_ThatGiveNoToken_FallToTheNext()
    {
        await using var test = await StartAsync("vertex", ("Models:Providers:vertex:CredentialsFile", typeof(VertexTests).Assembly.Location));
        test.Server.On(Gpt, OpenAiAnswer("from the next", new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 }));

        var answer = await test.AskAsync();

        Assert.Equal("from the next", answer.Text);
        Assert.Contains("its credentials give no access", Assert.Single(answer.Notes), StringComparison.Ordinal);
        Assert.Equal(0, test.Server.Calls(VertexPath));
    }

    [Fact]
    public async Task Stream_IsAskedForWithAToken()
    {
        await using var test = await StartAsync("vertex");
        test.Server.On(VertexPath.Replace(":generate", ":streamGenerate", StringComparison.Ordinal), Events(Good));

        var (response, _) = await test.StreamAsync("vertex");

        Assert.Equal(("better", 50), (response.Text, response.Usage!.OutputTokenCount));
        Assert.Equal("Bearer token-v", Assert.Single(test.Server.Requests).Headers["Authorization"]);
    }
}
