using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using RaptorFlow.Core.Models;
using RaptorFlow.Testing;
using static RaptorFlow.Core.Tests.Memory.Embeddings.EmbedderUnderTest;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Memory.Embeddings;

/// <summary>Each vendor is asked as it wants to be, and its answers are read as it writes them.</summary>
public sealed class EmbeddingProtocolTests
{
    private const string Gemini = "/v1beta/models/vectors-1:batchEmbedContents";

    private static readonly float[] Across = [3, 4, 0];
    private static readonly float[] Up = [0, 0, 2];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai", "/v1/embeddings")]
    [InlineData("mistral", "/v1/embeddings")]
    [InlineData("ollama", "/api/embed")]
    [InlineData("gemini", Gemini)]
    public async Task Vectors_ComeInOrder_AtLengthOne_AndArePaidFor(string provider, string path)
    {
        await using var test = await StartAsync(provider, Options3());
        test.Server.On(path, Answer(provider, 7, Across, Up), Answer(provider, 3, Up));

        var vectors = await test.Embeddings.OfAsync(Account.WorkspaceId, ["across", "up", "up again"], Token);

        Assert.Equal([0.6f, 0.8f, 0f], vectors[0]);
        Assert.Equal([0f, 0f, 1f], vectors[1]);
        Assert.Equal([0f, 0f, 1f], vectors[2]);
        Assert.Equal(2, test.Server.Calls(path));
        Assert.Empty(test.Ledger.Open);
        Assert.Equal(2, test.Ledger.Entries.Count);
        Assert.All(test.Ledger.Entries, entry => Assert.Equal(("vectors-1", provider, 0L), (entry.Model, entry.Provider, entry.OutputTokens)));
        // Half a micro-dollar a token, rounded up. Gemini tells no usage, and a token is reckoned as four bytes.
        Assert.Equal(provider == "gemini" ? [(3L, 2L, true), (3L, 2L, true)] : [(7L, 4L, false), (3L, 2L, false)], test.Ledger.Entries.Select(entry => (entry.InputTokens, entry.CostMicros, entry.Estimated)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAi_IsAskedForShorterVectorsWhereThatIsSaid(bool shortened)
    {
        await using var test = await StartAsync("openai", Options3(shortened));
        test.Server.On("/v1/embeddings", Answer("openai", 1, Up));

        await test.Embeddings.OfAsync(Account.WorkspaceId, ["up"], Token);

        var request = Assert.Single(test.Server.Requests);
        Assert.Equal(("vectors-1", "up", "Bearer key"), ((string?)request.Body["model"], (string?)request.Body["input"]![0], request.Headers["Authorization"]));
        Assert.Equal(shortened ? 3 : null, (int?)request.Body["dimensions"]);
    }

    [Fact]
    public async Task Mistral_IsToldNothingThatItDoesNotKnow()
    {
        await using var test = await StartAsync("mistral", Options3(shortened: true));
        test.Server.On("/v1/embeddings", Answer("mistral", 1, Up));

        await test.Embeddings.OfAsync(Account.WorkspaceId, ["up"], Token);

        Assert.Equal(["input", "model", "output_dimension"], Assert.Single(test.Server.Requests).Body.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ollama_IsAskedForShorterVectors()
    {
        await using var test = await StartAsync("ollama", Options3(shortened: true));
        test.Server.On("/api/embed", Answer("ollama", 1, Up));

        await test.Embeddings.OfAsync(Account.WorkspaceId, ["up"], Token);

        var body = Assert.Single(test.Server.Requests).Body;
        Assert.Equal(("vectors-1", "up", 3), ((string?)body["model"], (string?)body["input"]![0], (int?)body["dimensions"]));
    }

    [Fact]
    public async Task Gemini_IsToldQuestionsFromPassages()
    {
        await using var test = await StartAsync("gemini", Options3(shortened: true));
        test.Server.On(Gemini, Answer("gemini", 1, Up), Answer("gemini", 1, Across));

        await test.Embeddings.OfAsync(Account.WorkspaceId, ["a passage"], Token);
        var question = await test.Embeddings.QueryAsync(Account, "a question", Token);
        Assert.Equal([0.6f, 0.8f, 0f], question!);

        var requests = test.Server.Requests.Select(request => request.Body["requests"]![0]!).ToList();
        Assert.Equal(["RETRIEVAL_DOCUMENT", "RETRIEVAL_QUERY"], requests.Select(request => (string?)request["taskType"]));
        Assert.Equal(("models/vectors-1", "a passage", 3), ((string?)requests[0]["model"], (string?)requests[0]["content"]!["parts"]![0]!["text"], (int?)requests[0]["outputDimensionality"]));
        Assert.Equal("key", test.Server.Requests.First().Headers["x-goog-api-key"]);
    }

    [Fact]
    public async Task Prefixes_GoBeforeWhatTheyAreFor_AndAnotherPassagePrefixIsAnotherModel()
    {
        var options = Options3();
        (options.QueryPrefix, options.PassagePrefix) = ("query: ", "passage: ");
        await using var test = await StartAsync("ollama", options);
        test.Server.On("/api/embed", Answer("ollama", 1, Up), Answer("ollama", 1, Up));

        await test.Embeddings.OfAsync(Account.WorkspaceId, ["up"], Token);
        await test.Embeddings.QueryAsync(Account, "up", Token);

        Assert.Equal(["passage: up", "query: up"], test.Server.Requests.Select(request => (string?)request.Body["input"]![0]));
        Assert.Matches(@"^vectors-1\+[0-9a-f]{8}$", test.Embeddings.Model);
        Assert.NotEqual("vectors-1", test.Embeddings.Model);
    }

    [Fact]
    public async Task BusyVendor_IsAskedAgain()
    {
        await using var test = await StartAsync("openai", Options3());
        test.Server.On("/v1/embeddings", Status(429), Status(503), Answer("openai", 2, Up));

        Assert.Single(await test.Embeddings.OfAsync(Account.WorkspaceId, ["up"], Token));
        Assert.Single(test.Ledger.Entries);
    }

    [Theory]
    [InlineData("refused", "refused the key (401)")]
    [InlineData("short", "gave a vector of 2 dimensions, and Memory:Embedding:Dimensions is 3")]
    [InlineData("few", "gave 1 vectors for 2 texts")]
    [InlineData("zero", "without a direction")]
    [InlineData("rubbish", "could not be read")]
    public async Task WhatIsNoAnswer_IsSaid_AndNothingIsHeldForIt(string answer, string said)
    {
        await using var test = await StartAsync("openai", Options3());
        test.Server.On("/v1/embeddings", answer switch
        {
            "refused" => Status(401),
            "short" => Answer("openai", 1, [1, 2], [1, 2]),
            "few" => Answer("openai", 1, Up),
            "zero" => Answer("openai", 1, Up, [0, 0, 0]),
            _ => ScriptedServer.Body("<html>"),
        });

        var e = await Assert.ThrowsAsync<NoEmbeddingException>(() => test.Embeddings.OfAsync(Account.WorkspaceId, ["a", "b"], Token));

        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.False(e.OverBudget);
        Assert.Empty(test.Ledger.Open);
        // What it answered is paid for, of use or not.
        Assert.Equal(answer is "refused" or "rubbish" ? 0 : 1, test.Ledger.Entries.Count);
    }

    [Fact]
    public async Task NoMoney_NobodyIsAsked()
    {
        await using var test = await StartAsync("openai", Options3(), limit: 0);

        var e = await Assert.ThrowsAsync<NoEmbeddingException>(() => test.Embeddings.OfAsync(Account.WorkspaceId, ["up"], Token));

        Assert.True(e.OverBudget);
        Assert.Empty(test.Server.Requests);
        Assert.Null(await test.Embeddings.QueryAsync(Account, "up", Token));
        var hashed = await test.Embeddings.PassagesAsync(Account.WorkspaceId, ["up"], Token);
        Assert.Equal(("offline-hash-1", "offline-hash-1 512", 512), (hashed.Model, hashed.Space, hashed.Vectors[0].Length));
    }

    // A token is at least a byte: no answer is dearer than what was held.
    [Fact]
    public async Task Hold_IsForTheMostThatTheTextsCanCost()
    {
        await using var test = await StartAsync("openai", Options3());
        test.Server.On("/v1/embeddings", Answer("openai", 1, Up));

        await test.Embeddings.OfAsync(Account.WorkspaceId, [new string('ä', 100)], Token);

        Assert.Equal((200 + 8) / 2, Assert.Single(test.Ledger.Asked));
    }

    private static Func<HttpContext, Task> Answer(string provider, int tokens, params float[][] vectors) => Body(provider switch
    {
        "ollama" => new JsonObject { ["model"] = "vectors-1", ["embeddings"] = new JsonArray([.. vectors.Select(Values)]), ["prompt_eval_count"] = tokens },
        "gemini" => new JsonObject { ["embeddings"] = new JsonArray([.. vectors.Select(vector => new JsonObject { ["values"] = Values(vector) })]) },
        _ => new JsonObject
        {
            ["object"] = "list",
            ["model"] = "vectors-1",
            ["data"] = new JsonArray([.. vectors.Select((vector, i) => new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = Values(vector) })]),
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        },
    });

    private static Func<HttpContext, Task> Body(JsonObject answer) => ScriptedServer.Body(answer.ToJsonString());

    private static JsonArray Values(float[] vector) => [.. vector.Select(value => JsonValue.Create(value))];
}
