using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Runs;
using RaptorFlow.Memory;
using RaptorFlow.Testing;
using static RaptorFlow.Testing.ScriptedServer;
using static RaptorFlow.Testing.ScriptedStreams;

namespace RaptorFlow.AgentHost.Tests.Models;

/// <summary>Answers that somebody used are made again before they are missed: by runs of their own, on the workspace's money.</summary>
public sealed class CacheWarmingTests(EmbeddedStack stack) : IAsyncLifetime
{
    private const string Input = """{"say":"hello"}""";

    private HostWithVendor _installation = null!;

    private ScriptedServer Vendor => _installation.Vendor;

    private HostUnderTest Host => _installation.Host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Rounds are the test's own; the host's would be a day away.
        _installation = await HostWithVendor.StartAsync(stack,
            ("Cache:Warming:Enabled", "true"), ("Cache:Warming:Kinds:0", "personas"), ("Cache:Warming:Every", "1.00:00:00"), ("Cache:Warming:Rest", "00:00:00"));
        Vendor.On(Gpt, Answer("one"), Answer("two"), Answer("three"));
        await Host.JoinAsync();
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task AnswerThatRestsOnWhatChanged_IsMadeAgain_AndTheNextWhoAsksIsGivenIt()
    {
        Assert.Equal("hello, one", await AskAsync());
        Assert.Equal(0, await WarmAsync());

        await LearnAsync();
        Assert.Equal(1, await WarmAsync());
        await WarmedAsync();

        Assert.Equal(("hello, two", 2), (await AskAsync(), Vendor.Calls(Gpt)));
        Assert.Equal(0, await WarmAsync());
    }

    [Fact]
    public async Task AnswerWhoseLifetimeIsNearlyOver_IsMadeAgain_OnceInALifetime()
    {
        await AskAsync();
        await SqlAsync("update warm_questions set made_at = now() - interval '28 days', used_at = now() - interval '28 days'");

        Assert.Equal(1, await WarmAsync());
        await WarmedAsync();
        Assert.Equal(0, await WarmAsync());

        // Nobody but the warming asked since: it has had its turn.
        await SqlAsync("update warm_questions set made_at = now() - interval '28 days', used_at = used_at - interval '28 days'");
        Assert.Equal(0, await WarmAsync());
        await Host.Services.GetRequiredService<WarmQuestions>().ForgetAsync(Token);
        Assert.Equal(0L, await SqlAsync<long>("select count(*) from warm_questions"));
    }

    [Fact]
    public async Task RunThatWarms_IsKnownAsOne_IsPaidByTheWorkspaceWithinItsBound_AndCountsAsNoUse()
    {
        await AskAsync();
        var used = await SqlAsync<DateTimeOffset>("select used_at from warm_questions");
        await LearnAsync();
        await WarmAsync();
        await WarmedAsync();

        Assert.Equal((RunPriority.Low, true, 1L), await SqlAsync<(RunPriority, bool, long)>(
            $"select priority, fresh_since is not null, (select count(*) from budgets where scope = 'run' and scope_id = runs.id::text and limit_micros = 1000000) from runs where request_id = '{CacheWarming.RequestId}'"));
        Assert.Equal(2L, await SqlAsync<long>("select count(*) from cost_entries where served_from = 'provider'"));
        Assert.Equal(used, await SqlAsync<DateTimeOffset>("select used_at from warm_questions"));
    }

    [Fact]
    public async Task WhereTooLittleMoneyIsLeft_NothingIsWarmed()
    {
        await AskAsync();
        await LearnAsync();
        await SqlAsync($"update budgets set limit_micros = spent_micros * 2 - 10 where scope = 'workspace_month'");

        Assert.Equal(0, await WarmAsync());

        await SqlAsync($"update budgets set limit_micros = spent_micros * 1000 where scope = 'workspace_month'");
        Assert.Equal(1, await WarmAsync());
    }

    [Fact]
    public async Task WhatIsEmptiedByHand_IsNotMadeAgain_UntilSomebodyAsks()
    {
        await AskAsync();
        await LearnAsync();
        var actor = new WorkspaceContext(Host.Workspace, await SqlAsync<Guid>("select user_id from workspace_members"), Role.Admin);
        await Host.Services.GetRequiredService<CacheEmptying>().EmptyAsync(actor, "personas", Token);

        Assert.Equal(0, await WarmAsync());

        await AskAsync();
        await LearnAsync();
        Assert.Equal(1, await WarmAsync());
    }

    [Fact]
    public async Task WorkspaceThatCannotPay_StandsInNobodysWay()
    {
        await AskAsync();
        await SqlAsync("update warm_questions set made_at = now() - interval '28 days'");
        var poor = Enumerable.Range(0, 30).Select(_ => Guid.CreateVersion7()).ToArray();
        await using (var scope = await Host.Services.GetRequiredService<Database>().BeginAsync(poor, Token))
        {
            await scope.ExecuteAsync("""
                insert into warm_questions (workspace_id, agent_code, capability, input_hash, input, kind, lifetime, tags, versions, made_at, used_at)
                select workspace, 'TST-002', 'scripted', '\x00', '{}', 'personas', '30 days', '{}', '', now() - interval '29 days', now()
                from unnest(@poor) as workspace
                """, new { poor }, Token);
            await scope.CommitAsync(Token);
        }

        Assert.Equal(0, await WarmAsync());
        Assert.Equal(1, await WarmAsync());
    }

    [Fact]
    public async Task AnswerOfTheRecentPast_IsLeftAlone_WhileDocumentsComeIn()
    {
        await using var installation = await HostWithVendor.StartAsync(stack, ("Cache:Warming:Enabled", "true"), ("Cache:Warming:Every", "1.00:00:00"));
        var patient = installation.Host;
        await patient.JoinAsync();
        await using var scope = await patient.Services.GetRequiredService<Database>().BeginAsync(patient.Workspace, Token);
        await scope.ExecuteAsync("""
            insert into warm_questions (workspace_id, agent_code, capability, input_hash, input, kind, lifetime, tags, versions, made_at, used_at)
            select @Workspace, 'TST-002', 'scripted', sha256(convert_to(minutes::text, 'UTF8')), '{"say":"hello"}', 'market_data', '7 days', '{}', 'changed=1', now() - minutes * interval '1 minute', now()
            from unnest(array[1, 29, 31]) as minutes
            """, new { patient.Workspace }, Token);
        await scope.CommitAsync(Token);

        Assert.Equal(1, await patient.Services.GetRequiredService<CacheWarming>().WarmAsync(Token));
    }

    private async Task<string?> AskAsync()
    {
        var (run, _) = await Host.FollowAsync(await Host.StartRunAsync(Input, "TST-002"));
        return run.Tasks[0].Result!.Value.GetProperty("output").GetProperty("said").GetString();
    }

    private Task<int> WarmAsync() => Host.Services.GetRequiredService<CacheWarming>().WarmAsync(Token);

    private Task LearnAsync() => Host.Services.GetRequiredService<MemoryStore>()
        .AddAsync(Host.Workspace, new($"A rival {Guid.NewGuid()}", $"They opened a shop. {Guid.NewGuid()}", MemoryCollections.CompetitorIntel), Token);

    /// <summary>Waits for the run that warms.</summary>
    private async Task WarmedAsync()
    {
        var (run, _) = await Host.FollowAsync(await SqlAsync<Guid>($"select id from runs where request_id = '{CacheWarming.RequestId}'"));
        Assert.Equal(Statuses.Succeeded, run.Status);
    }

    private async Task<T> SqlAsync<T>(string sql)
    {
        await using var scope = await Host.Services.GetRequiredService<Database>().BeginAsync(Host.Workspace, Token);
        return (await scope.FirstAsync<T>(sql, null, Token))!;
    }

    private async Task SqlAsync(string sql)
    {
        await using var scope = await Host.Services.GetRequiredService<Database>().BeginAsync(Host.Workspace, Token);
        await scope.ExecuteAsync(sql, null, Token);
        await scope.CommitAsync(Token);
    }

    private static Func<Microsoft.AspNetCore.Http.HttpContext, Task> Answer(string word) =>
        OpenAiStream([$$"""{"said":"hello, {{word}}","attempt":1}"""], new { prompt_tokens = 1000, completion_tokens = 100, total_tokens = 1100 });
}
