using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Models;
using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;
using StackExchange.Redis;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models;

/// <summary>The workspace's cache over a real Redis-protocol server, its tags in a real Postgres.</summary>
public sealed class CachedAnswerTests(EmbeddedStack stack) : IAsyncLifetime
{
    private const string Tag = "memory:codex_knowledge";

    private static readonly CallPolicy Day = new() { Cache = TimeSpan.FromDays(1), Tags = [Tag] };
    private static readonly object Usage = new { input_tokens = 10, output_tokens = 2 };

    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await stack.CreateMigratedAsync();
        _source = NpgsqlDataSource.Create(_database.AppConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task SameQuestionOfAnotherTask_IsAnsweredFromTheCache_AndCostsNothing()
    {
        await using var test = await StartAsync();
        test.Server.On(Claude, AnthropicAnswer("bought", Usage));
        var scope = GatewayUnderTest.Scope();

        await test.AskAsync(scope: scope, policy: Day);
        var again = await test.AskAsync(scope: Another(scope), policy: Day);

        Assert.Equal(("bought", "claude-test", false, 0), (again.Text, again.Model, again.IsOffline, again.CostMicros));
        var entry = test.Ledger.Entries.Last();
        Assert.Equal((ServedFrom.Cache, 20), (entry.ServedFrom, entry.SavedMicros));
    }

    [Fact]
    public async Task AnswerOfACheaperTier_ThanTheBestThereIs_IsNotKept_AndOneOfTheBestIs()
    {
        await using var test = await StartAsync(null, ("Models:Providers:idle:ApiKey", "key-i"), ("Models:Providers:idle:BaseAddress", "{server}/v1"), ("Models:Resilience:Retries", "0"));
        test.Server.On(Gpt, Status(500), OpenAiAnswer("best", new { prompt_tokens = 10, completion_tokens = 2, total_tokens = 12 }));
        test.Server.On(Claude, AnthropicAnswer("cheaper", Usage));
        var scope = GatewayUnderTest.Scope();

        string[] answers =
        [
            (await test.AskAsync(ModelTier.Premium, scope: scope, policy: Day)).Text,
            (await test.AskAsync(ModelTier.Premium, scope: Another(scope), policy: Day)).Text,
            (await test.AskAsync(ModelTier.Premium, scope: Another(scope), policy: Day)).Text,
        ];

        Assert.Equal(["cheaper", "best", "best"], answers);
        Assert.Equal(ServedFrom.Cache, test.Ledger.Entries.Last().ServedFrom);
    }

    [Fact]
    public async Task ManyAtOnce_WhenACheaperTierAnswers_ShareWhatIsBought()
    {
        await using var test = await StartAsync(null, ("Models:Providers:idle:ApiKey", "key-i"), ("Models:Providers:idle:BaseAddress", "{server}/v1"), ("Models:Resilience:Retries", "0"));
        var all = new TaskCompletionSource();
        test.Server.On(Gpt, [.. Enumerable.Repeat(Status(500), 20)]).On(Claude, [.. Enumerable.Repeat<Func<Microsoft.AspNetCore.Http.HttpContext, Task>>(AnswerWhenAllAskAsync, 20)]);
        var scope = GatewayUnderTest.Scope();

        var asking = Enumerable.Range(0, 20).Select(_ => test.AskAsync(ModelTier.Premium, scope: Another(scope), policy: Day)).ToList();
        await Eventually.TrueAsync(() => Task.FromResult(test.Ledger.LookedFor == 20 && test.Server.Calls(Claude) > 0), Token);
        all.SetResult();
        var answers = await Task.WhenAll(asking);

        // Who comes when it is over already pays anew; the others do not.
        Assert.All(answers, answer => Assert.Equal("cheaper", answer.Text));
        Assert.Contains(test.Ledger.Entries, entry => entry.ServedFrom == ServedFrom.Cache);
        Assert.Equal(20, test.Ledger.Entries.Count);

        async Task AnswerWhenAllAskAsync(Microsoft.AspNetCore.Http.HttpContext http)
        {
            await all.Task;
            await AnthropicAnswer("cheaper", Usage)(http);
        }
    }

    [Fact]
    public async Task AnotherWorkspace_IsNeverGivenIt()
    {
        await using var test = await StartAsync();
        test.Server.On(Claude, AnthropicAnswer("theirs", Usage), AnthropicAnswer("ours", Usage));

        await test.AskAsync(scope: GatewayUnderTest.Scope(), policy: Day);
        var ours = await test.AskAsync(scope: GatewayUnderTest.Scope(), policy: Day);

        Assert.Equal("ours", ours.Text);
    }

    [Fact]
    public async Task AnotherQuestionTierAgentOrTool_IsAskedAnew()
    {
        await using var test = await StartAsync();
        test.Server.On(Claude, [.. Enumerable.Range(0, 5).Select(i => AnthropicAnswer($"answer {i}", Usage))]);
        var scope = GatewayUnderTest.Scope();
        var tool = Microsoft.Extensions.AI.AIFunctionFactory.Create((string city) => city.Length, "population");

        string[] answers =
        [
            (await test.AskAsync(scope: scope, policy: Day)).Text,
            (await test.AskAsync(scope: Another(scope), policy: Day, text: "Improve the draft!")).Text,
            (await test.AskAsync(scope: Another(scope) with { AgentCode = "RES-002" }, policy: Day)).Text,
            (await test.AskAsync(scope: Another(scope), policy: Day, tools: [tool])).Text,
            (await test.AskAsync(scope: Another(scope), policy: Day, schema: System.Text.Json.JsonElement.Parse("""{"type":"object","properties":{}}"""))).Text,
        ];

        Assert.Equal(["answer 0", "answer 1", "answer 2", "answer 3", "answer 4"], answers);
    }

    [Fact]
    public async Task Fresh_AsksAnew_AndTheCacheTakesTheNewAnswer()
    {
        await using var test = await StartAsync();
        test.Server.On(Claude, AnthropicAnswer("old", Usage), AnthropicAnswer("new", Usage));
        var scope = GatewayUnderTest.Scope();

        await test.AskAsync(scope: scope, policy: Day);
        var fresh = await test.AskAsync(scope: Another(scope), policy: Day with { Fresh = true });
        var later = await test.AskAsync(scope: Another(scope), policy: Day);

        Assert.Equal(("new", "new", 0), (fresh.Text, later.Text, later.CostMicros));
    }

    [Fact]
    public async Task WhatItDependsOnChanges_ItIsForgotten_AndTheOtherWorkspacesAreNot()
    {
        await using var test = await StartAsync();
        test.Server.On(Claude, AnthropicAnswer("a", Usage), AnthropicAnswer("b", Usage), AnthropicAnswer("c", Usage));
        var (ours, theirs) = (GatewayUnderTest.Scope(), GatewayUnderTest.Scope());
        await test.AskAsync(scope: ours, policy: Day);
        await test.AskAsync(scope: theirs, policy: Day);

        await ChangeAsync(ours, "memory:industry_research");
        Assert.Equal("a", (await test.AskAsync(scope: Another(ours), policy: Day)).Text);
        await ChangeAsync(ours, Tag);

        Assert.Equal(("c", "b"), ((await test.AskAsync(scope: Another(ours), policy: Day)).Text, (await test.AskAsync(scope: Another(theirs), policy: Day)).Text));
    }

    [Fact]
    public async Task AnotherProcess_FindsItInRedis()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        first.Server.On(Claude, AnthropicAnswer("shared", Usage));
        var scope = GatewayUnderTest.Scope();

        await first.AskAsync(scope: scope, policy: Day);
        var answer = await second.AskAsync(scope: Another(scope), policy: Day);

        Assert.Equal(("shared", 0), (answer.Text, second.Server.Requests.Count));
    }

    [Fact]
    public async Task ManyAtOnce_PayOnce()
    {
        await using var test = await StartAsync();
        var gate = new TaskCompletionSource();
        test.Server.On(Claude, async context =>
        {
            await gate.Task;
            await AnthropicAnswer("one for all", Usage)(context);
        });
        var scope = GatewayUnderTest.Scope();

        var asking = Enumerable.Range(0, 20).Select(_ => test.AskAsync(scope: Another(scope), policy: Day)).ToList();
        gate.SetResult();
        var answers = await Task.WhenAll(asking);

        Assert.All(answers, a => Assert.Equal("one for all", a.Text));
        Assert.Equal((1, 20), (test.Server.Calls(Claude), answers.Sum(a => a.CostMicros)));
        Assert.Empty(test.Ledger.Open);
    }

    [Fact]
    public async Task DraftOrAnswerThatDidNotStand_IsNotKept()
    {
        await using var test = await StartAsync();
        test.Server.On(Claude, Status(400), AnthropicAnswer("nonsense", Usage), AnthropicAnswer("sense", Usage)).On(Gpt, Status(400));
        var scope = GatewayUnderTest.Scope();

        Assert.True((await test.AskAsync(scope: scope, policy: Day)).IsOffline);
        var nonsense = await test.AskAsync(scope: Another(scope), policy: Day);
        await test.Gateway.ForgetAsync(nonsense, Token);

        Assert.Equal("sense", (await test.AskAsync(scope: Another(scope), policy: Day)).Text);
    }

    [Fact]
    public async Task LifetimeOfZero_KeepsNothing()
    {
        await using var test = await StartAsync();
        test.Server.On(Claude, AnthropicAnswer("one", Usage), AnthropicAnswer("two", Usage));
        var scope = GatewayUnderTest.Scope();

        await test.AskAsync(scope: scope);

        Assert.Equal("two", (await test.AskAsync(scope: Another(scope))).Text);
    }

    [Fact]
    public async Task RedisGone_TheAnswersAreTheSame()
    {
        var redis = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        await using var test = await StartAsync(redis.ConnectionString + ",connectTimeout=500,syncTimeout=500,asyncTimeout=500");
        test.Server.On(Claude, AnthropicAnswer("before", Usage), AnthropicAnswer("without", Usage));
        var scope = GatewayUnderTest.Scope();
        await test.AskAsync(scope: scope, policy: Day);
        await redis.DisposeAsync();

        var known = await test.AskAsync(scope: Another(scope), policy: Day);
        var asked = await test.AskAsync(scope: Another(scope), policy: Day, text: "Something else.");

        Assert.Equal(("before", "without"), (known.Text, asked.Text));
        Assert.Equal(40, test.Ledger.Entries.Sum(e => e.CostMicros));
    }

    [Fact]
    public async Task RedisGone_AnAnswerThatDidNotStandIsForgottenHereAndFailsNobody()
    {
        var redis = await EmbeddedGarnet.StartAsync(cancellationToken: Token);
        await using var test = await StartAsync(redis.ConnectionString + ",connectTimeout=500,syncTimeout=500,asyncTimeout=500");
        test.Server.On(Claude, AnthropicAnswer("nonsense", Usage), AnthropicAnswer("sense", Usage));
        var scope = GatewayUnderTest.Scope();
        var nonsense = await test.AskAsync(scope: scope, policy: Day);
        await redis.DisposeAsync();

        await test.Gateway.ForgetAsync(nonsense, Token);

        Assert.Equal("sense", (await test.AskAsync(scope: Another(scope), policy: Day)).Text);
    }

    [Fact]
    public async Task KindOfThePolicy_IsWhatItIsKeptAs()
    {
        await using var test = await StartAsync();
        test.Server.On(Claude, AnthropicAnswer("a persona", Usage), AnthropicAnswer("another", Usage));
        var (scope, personas) = (GatewayUnderTest.Scope(), Day with { Kind = CacheKind.Personas });
        await test.AskAsync(scope: scope, policy: personas);

        await ChangeAsync(scope, CacheTags.Kind("market_data"));
        Assert.Equal("a persona", (await test.AskAsync(scope: Another(scope), policy: personas)).Text);
        await ChangeAsync(scope, CacheTags.Kind("personas"));

        Assert.Equal("another", (await test.AskAsync(scope: Another(scope), policy: personas)).Text);
    }

    private static CostScope Another(CostScope scope) => scope with { TaskId = Guid.CreateVersion7(), RunId = Guid.CreateVersion7() };

    private async Task ChangeAsync(CostScope scope, string tag)
    {
        await using var transaction = await new Database(_source).BeginAsync(scope.WorkspaceId, Token);
        await CacheTags.ChangeAsync(transaction, scope.WorkspaceId, tag, Token);
        await transaction.CommitAsync(Token);
    }

    private async Task<GatewayUnderTest> StartAsync(string? redis = null, params (string Key, string? Value)[] settings)
    {
        var connection = redis ?? (await stack.GarnetAsync()).ConnectionString;
        return await GatewayUnderTest.StartAsync(
            services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
                .AddSingleton(new Database(_source))
                .AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(connection + ",abortConnect=false"))
                .AddWorkspaceCache(),
            long.MaxValue, null, settings);
    }
}
