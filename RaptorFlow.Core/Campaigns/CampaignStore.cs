using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Campaigns;

/// <summary>Campaigns in Postgres, one workspace's only.</summary>
public sealed class CampaignStore(Database database)
{
    private const string Columns = "id, name, objective, status, positioning, cohorts, budget, currency, starts_on, ends_on, version, created_at, updated_at";

    private const string InsertSql = $"""
        insert into campaigns (id, workspace_id, name, objective, status, positioning, cohorts, budget, currency, starts_on, ends_on, created_by)
        values (@Id, @WorkspaceId, @Name, @Objective, 'planning', @Positioning, @Cohorts, @Budget, @Currency, @StartsOn, @EndsOn, @UserId)
        returning {Columns}
        """;

    private const string UpdateSql = $"""
        update campaigns set name = @Name, objective = @Objective, status = @Status, positioning = @Positioning, cohorts = @Cohorts, budget = @Budget,
               currency = @Currency, starts_on = @StartsOn, ends_on = @EndsOn, version = version + 1, updated_at = now()
        where id = @Id and version = @Version
        returning {Columns}
        """;

    private const string ListSql = $"""
        select {Columns} from campaigns
        where (@Before::uuid is null or id < @Before) and (@Status::text is null or status = @Status) and (@Objective::text is null or objective = @Objective)
        order by id desc limit @Limit
        """;

    public async Task<Campaign> CreateAsync(Guid workspaceId, Guid? userId, Campaign campaign, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var created = await InsertAsync(scope, workspaceId, userId, campaign, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return created;
    }

    /// <summary>Inserts a campaign as part of a larger transaction.</summary>
    public static async Task<Campaign> InsertAsync(Scope scope, Guid workspaceId, Guid? userId, Campaign campaign, CancellationToken cancellationToken) =>
        (await scope.FirstAsync<Campaign>(InsertSql, new
        {
            campaign.Id,
            WorkspaceId = workspaceId,
            campaign.Name,
            campaign.Objective,
            campaign.Positioning,
            campaign.Cohorts,
            campaign.Budget,
            campaign.Currency,
            campaign.StartsOn,
            campaign.EndsOn,
            UserId = userId,
        }, cancellationToken))!;

    public async Task<Campaign?> FindAsync(Guid workspaceId, Guid id, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.FirstAsync<Campaign>($"select {Columns} from campaigns where id = @Id", new { Id = id }, cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<Campaign>> ListAsync(Guid workspaceId, Guid? before, string? status, string? objective, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<Campaign>(ListSql, new { Before = before, Status = status, Objective = objective, Limit = limit }, cancellationToken);
    }

    /// <summary>Null when the campaign was changed since <see cref="Campaign.Version"/> was read.</summary>
    public async Task<Campaign?> UpdateAsync(Guid workspaceId, Campaign campaign, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var updated = await scope.FirstAsync<Campaign>(UpdateSql, campaign, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return updated;
    }

    /// <summary>What workflows found for the campaign, by step.</summary>
    public async Task<IReadOnlyList<FoundationStep>> FoundationAsync(Guid workspaceId, Guid id, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<FoundationStep>("select step, run_id, output, updated_at from campaign_foundations where campaign_id = @Id order by updated_at", new { Id = id }, cancellationToken);
    }

    /// <summary>The ids of the campaign's latest runs, newest first.</summary>
    public async Task<IReadOnlyList<Guid>> LatestRunsAsync(Guid workspaceId, Guid id, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<Guid>("select id from runs where campaign_id = @Id order by id desc limit @Limit", new { Id = id, Limit = limit }, cancellationToken);
    }
}
