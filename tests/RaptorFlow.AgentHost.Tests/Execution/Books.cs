using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Data;

namespace RaptorFlow.AgentHost.Tests.Execution;

/// <summary>What the ledger says of a workspace's money.</summary>
internal sealed record Books
{
    private const string Look = """
        select b.limit_micros, b.held_micros, b.spent_micros, (select count(*) from budget_holds) as holds, (select count(*) from cost_entries) as entries,
               (select coalesce(sum(cost_micros), 0)::bigint from cost_entries) as booked, (select coalesce(sum(saved_micros), 0)::bigint from cost_entries) as saved
        from budgets b where b.scope = 'workspace_month'
        """;

    public long LimitMicros { get; init; }
    public long HeldMicros { get; init; }
    public long SpentMicros { get; init; }
    public long Holds { get; init; }
    public long Entries { get; init; }
    public long Booked { get; init; }
    public long Saved { get; init; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Looks, and checks what is never otherwise: no limit is exceeded, and what was spent is what was booked.</summary>
    public static async Task<Books> OfAsync(HostUnderTest host)
    {
        await using var scope = await BeginAsync(host);
        var books = (await scope.FirstAsync<Books>(Look, null, Token))!;
        Assert.InRange(books.SpentMicros + books.HeldMicros, 0, books.LimitMicros);
        Assert.Equal(books.Booked, books.SpentMicros);
        return books;
    }

    /// <summary>Gives the workspace's month a limit of its own.</summary>
    public static Task LimitAsync(HostUnderTest host, long micros) => ExecuteAsync(host, """
        insert into budgets (id, workspace_id, scope, scope_id, limit_micros) values (gen_random_uuid(), @Workspace, 'workspace_month', to_char(now() at time zone 'UTC', 'YYYY-MM'), @Micros)
        """, new { host.Workspace, Micros = micros });

    /// <summary>As if the claims' leases had ended.</summary>
    public static Task EndLeasesAsync(HostUnderTest host) => ExecuteAsync(host, "update tasks set lease_until = now() - interval '1 second' where lease_until is not null", null);

    /// <summary>As if the oldest hold had expired.</summary>
    public static Task ExpireOldestHoldAsync(HostUnderTest host) => ExecuteAsync(host, """
        update budget_holds set expires_at = now() - interval '1 second' where id = (select id from budget_holds order by created_at limit 1)
        """, null);

    /// <summary>A transaction in the workspace.</summary>
    public static Task<Scope> BeginAsync(HostUnderTest host) => host.Services.GetRequiredService<Database>().BeginAsync(host.Workspace, Token);

    private static async Task ExecuteAsync(HostUnderTest host, string sql, object? args)
    {
        await using var scope = await BeginAsync(host);
        Assert.Equal(1, await scope.ExecuteAsync(sql, args, Token));
        await scope.CommitAsync(Token);
    }
}
