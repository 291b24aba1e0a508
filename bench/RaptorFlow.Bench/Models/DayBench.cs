using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Models;

namespace RaptorFlow.Bench.Models;

/// <summary>A day's runs through the gateway, one after the other, and what the books say of it.</summary>
internal static class DayBench
{
    private const string Collection = "research";
    private const int MaxOutputTokens = 8_192;

    // As the books have it.
    private const string Sum = """
        select served_from, asked_tier as tier, count(*) as calls, sum(input_tokens)::bigint as input_tokens, sum(output_tokens)::bigint as output_tokens,
               sum(cost_micros)::bigint as cost_micros, sum(saved_micros)::bigint as saved_micros
        from cost_entries group by 1, 2 order by 1, 2
        """;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static async Task<object> ReplayAsync(string postgres, string redis, int runs, int seed)
    {
        await using var installation = await Installation.CreateAsync(postgres, redis);
        await using var vendor = await Server.StartAsync(typeof(Vendor).Assembly.Location, new Dictionary<string, string>(), "vendor");
        await using var host = await ModelHost.StartAsync(installation, Vendor.Address(vendor.Address, 0));
        var workspaces = (await host.OpenAsync(DayMix.Workspaces, 1)).Select(s => s.WorkspaceId).ToArray();
        var (begun, day) = (Stopwatch.GetTimestamp(), new DayMix(seed).Runs(runs).ToList());
        foreach (var run in day)
            await DoAsync(host, workspaces[run.Workspace], run);
        await using var scope = await host.Services.GetRequiredService<Database>().BeginAsync(workspaces, CancellationToken.None);
        return new
        {
            seed,
            runs,
            calls = day.Sum(r => r.Calls.Count + r.Calls.Count(c => c.Again)),
            fresh = day.Count(r => r.Fresh),
            documents = day.Count(r => r.DocumentCame),
            again = day.Sum(r => r.Calls.Count(c => c.Again)),
            seconds = Math.Round(Stopwatch.GetElapsedTime(begun).TotalSeconds, 1),
            served = await scope.QueryAsync<Served>(Sum, null, CancellationToken.None),
        };
    }

    private static async Task DoAsync(ModelHost host, Guid workspace, DayRun run)
    {
        if (run.DocumentCame)
        {
            await using var scope = await host.Services.GetRequiredService<Database>().BeginAsync(workspace, CancellationToken.None);
            await CacheTags.ChangeAsync(scope, workspace, CacheTags.Memory(Collection), CancellationToken.None);
            await scope.CommitAsync(CancellationToken.None);
        }
        var accounts = await host.RunAsync(workspace, [.. run.Calls.Select(c => c.Agent)]);
        foreach (var (call, account) in run.Calls.Zip(accounts))
        {
            for (var attempt = 0; attempt <= (call.Again ? 1 : 0); attempt++)
                await host.Gateway.AskAsync(Request(run, call, account), CancellationToken.None);
        }
    }

    private static ModelRequest Request(DayRun run, DayCall call, CostScope account) => new()
    {
        Scope = account,
        Tier = call.Tier,
        Messages = [new(ChatRole.User, call.Question)],
        DraftJson = "{}",
        Policy = new() { Cache = Lifetime, Fresh = run.Fresh, Tags = call.Recalls ? [CacheTags.Memory(Collection)] : [] },
        MaxOutputTokens = MaxOutputTokens,
    };

    private sealed record Served
    {
        public string ServedFrom { get; init; } = "";
        public string Tier { get; init; } = "";
        public long Calls { get; init; }
        public long InputTokens { get; init; }
        public long OutputTokens { get; init; }
        public long CostMicros { get; init; }
        public long SavedMicros { get; init; }
    }
}
