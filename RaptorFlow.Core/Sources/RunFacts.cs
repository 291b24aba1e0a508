using RaptorFlow.Core.Data;
using RaptorFlow.Marketing;

namespace RaptorFlow.Core.Sources;

/// <summary>What sources answered to the agents of a run: kept with it, so that what was quoted can be checked long after the source says something else.</summary>
public sealed class RunFacts(Database database)
{
    public async Task KeepAsync(Guid workspaceId, Guid runId, IReadOnlyCollection<Evidence> facts, CancellationToken cancellationToken)
    {
        if (facts.Count == 0)
            return;
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        await scope.ExecuteAsync("""
            insert into run_facts (workspace_id, run_id, source, quote, said_on)
            select @workspaceId, @runId, * from unnest(@sources, @quotes, @dates)
            on conflict do nothing
            """, new { workspaceId, runId, sources = facts.Select(f => f.Source).ToArray(), quotes = facts.Select(f => f.Quote).ToArray(), dates = facts.Select(f => f.Date).ToArray() }, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    /// <summary>Of the run, and of those that it was forked from.</summary>
    public async Task<IReadOnlyList<Evidence>> OfAsync(Guid workspaceId, Guid runId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var rows = await scope.QueryAsync<(string Source, string Quote, string? SaidOn)>("""
            with recursive lineage as (
                select id, forked_from from runs where workspace_id = @workspaceId and id = @runId
                union
                select r.id, r.forked_from from runs r join lineage l on r.workspace_id = @workspaceId and r.id = l.forked_from
            )
            select distinct source, quote, said_on from run_facts where workspace_id = @workspaceId and run_id in (select id from lineage) order by source, quote
            """, new { workspaceId, runId }, cancellationToken);
        return [.. rows.Select(row => new Evidence(row.Source, row.Quote) { Date = row.SaidOn })];
    }
}
