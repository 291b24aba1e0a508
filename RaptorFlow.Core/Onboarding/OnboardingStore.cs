using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Onboarding;

/// <summary>An on-boarding: a company, its run and the campaign it founds.</summary>
public sealed record OnboardingRecord
{
    public Guid Id { get; init; }
    public string CompanyName { get; init; } = "";
    public Guid RunId { get; init; }
    public Guid? CampaignId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>On-boardings in Postgres, one workspace's only.</summary>
public sealed class OnboardingStore(Database database)
{
    private const string Columns = "id, company_name, run_id, campaign_id, created_at";

    /// <summary>Inserts an on-boarding as part of the run's transaction.</summary>
    public static Task<int> InsertAsync(Scope scope, Guid workspaceId, OnboardingRecord onboarding, CancellationToken cancellationToken) => scope.ExecuteAsync(
        "insert into onboardings (id, workspace_id, company_name, run_id, campaign_id) values (@Id, @WorkspaceId, @CompanyName, @RunId, @CampaignId)",
        new { onboarding.Id, WorkspaceId = workspaceId, onboarding.CompanyName, onboarding.RunId, onboarding.CampaignId }, cancellationToken);

    public async Task<OnboardingRecord?> FindAsync(Guid workspaceId, Guid id, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.FirstAsync<OnboardingRecord>($"select {Columns} from onboardings where id = @Id", new { Id = id }, cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<OnboardingRecord>> ListAsync(Guid workspaceId, Guid? before, int limit, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<OnboardingRecord>($"select {Columns} from onboardings where @Before::uuid is null or id < @Before order by id desc limit @Limit", new { Before = before, Limit = limit }, cancellationToken);
    }
}
