using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Agents;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Api.Tests.Costs;

/// <summary>Calls in somebody's workspace, booked as an agent host does.</summary>
internal sealed class Books(WholeApi api, Person owner)
{
    public const long Usd = Money.MicrosPerUsd;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public HttpClient Client => owner.Client;

    public CostScope Scope(Guid? run = null, Guid? campaign = null, string agent = "TST-001") => new()
    {
        WorkspaceId = owner.WorkspaceId, UserId = owner.Id, CampaignId = campaign, RunId = run ?? Guid.CreateVersion7(), TaskId = Guid.CreateVersion7(), AgentCode = agent,
    };

    public static CostEntry Entry(long micros) => new()
    {
        Model = "small", Provider = "house", AskedTier = ModelTier.Economy, Tier = ModelTier.Economy, InputTokens = 100, CachedInputTokens = 40, OutputTokens = 20, ReasoningTokens = 5, CostMicros = micros,
    };

    public async Task SpendAsync(CostScope scope, CostEntry entry)
    {
        if (entry.CostMicros == 0)
            await Ledger.NoteAsync(scope, entry, null, Token);
        else
            await Ledger.SettleAsync((await HoldAsync(scope, entry.CostMicros))!, entry, null, Token);
    }

    public async Task<Hold?> HoldAsync(CostScope scope, long micros) => (await Ledger.HoldAsync(scope, micros, Token)).Hold;

    /// <summary>Moves all that was booked to another moment.</summary>
    public async Task DateAsync(Guid run, DateTimeOffset at)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(api.OwnerConnectionString);
        await using var scope = await new Database(source).BeginAsync(owner.WorkspaceId, Token);
        Assert.True(await scope.ExecuteAsync("update cost_entries set at = @at where run_id = @run", new { at, run }, Token) > 0);
        await scope.CommitAsync(Token);
    }

    /// <summary>Has another host bring a workflow.</summary>
    public async Task RegisterAsync(string workflow, string steps)
    {
        await using var scope = await api.Services.GetRequiredService<Database>().BeginAsync(Token);
        await scope.ExecuteAsync("""
            insert into guild_registrations (host, guild, display_name, version, state, faults, seen_at, agents, workflows)
            values ('another host', @workflow, 'x', '1.0.0', 'ready', '{}', now() + interval '1 day', '[]', @workflows::jsonb)
            on conflict do nothing
            """, new { workflow, workflows = $$"""[{"name":"{{workflow}}","version":1,"summary":"s","steps":[{{steps}}]}]""" }, Token);
        await scope.CommitAsync(Token);
    }

    public Task<JsonElement> GetAsync(string path, int status = 200) => owner.Client.GetForAsync($"/api/costs{path}", status);

    public Task<JsonElement> SetAsync(string budget, object body, int status = 200) => owner.Client.SendForAsync(HttpMethod.Put, $"/api/costs/budgets/{budget}", body, status);

    public Task<JsonElement> RemoveAsync(string budget, int status = 204) => owner.Client.SendForAsync(HttpMethod.Delete, $"/api/costs/budgets/{budget}", null, status);

    public async Task<JsonElement> MonthAsync() => (await GetAsync("/budgets?scope=workspace_month")).GetProperty("items")[0];

    public IBudgetLedger Ledger => api.Services.GetRequiredService<IBudgetLedger>();
}

internal static class JsonReading
{
    public static long Long(this JsonElement of, string name) => of.GetProperty(name).GetInt64();

    public static string? Text(this JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement of) => [.. of.GetProperty("items").EnumerateArray()];
}
