using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using RaptorFlow.Agents;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Runs;

namespace RaptorFlow.Core.Cache;

/// <summary>Remembers what is asked of agents whose answers are kept warm.</summary>
public sealed partial class WarmQuestions(Database database, IOptions<WarmingOptions> warming, IOptions<CacheOptions> caching, ILogger<WarmQuestions> logger)
{
    // The hash is of the form that jsonb gives it: the order of properties is no difference. Who asks for a fresh
    // answer makes one, and uses none that is there; warming itself asks so.
    private const string Note = """
        insert into warm_questions (workspace_id, agent_code, capability, input_hash, input, campaign_id, user_id, kind, lifetime, tags, versions, made_at, used_at)
        values (@WorkspaceId, @AgentCode, @Capability, sha256(convert_to(@Input::jsonb::text, 'UTF8')), @Input::jsonb, @CampaignId, @UserId, @Kind, @Lifetime, @Tags, @Versions, now(), now())
        on conflict (workspace_id, agent_code, capability, input_hash) do update set
            campaign_id = excluded.campaign_id, user_id = excluded.user_id, kind = excluded.kind, lifetime = excluded.lifetime, tags = excluded.tags,
            versions = case when @Made then excluded.versions else warm_questions.versions end,
            made_at = case when @Made then excluded.made_at else warm_questions.made_at end,
            used_at = case when @Fresh then warm_questions.used_at else excluded.used_at end
        """;

    /// <summary>What answers of an agent rest on now, to be noted with the one that is about to be made; null when they are not kept warm.</summary>
    public async Task<string?> RestingOnAsync(Guid workspaceId, AgentCard card, CancellationToken cancellationToken)
    {
        if (!warming.Value.Wanted.Contains(CacheKinds.Of(card.Cache.Kind)) || caching.Value.LifetimeOf(card.Cache) <= TimeSpan.Zero)
            return null;
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.FirstAsync<string>("select cache_versions(@WorkspaceId, @Tags)", new { WorkspaceId = workspaceId, Tags = CacheTags.Of(card) }, cancellationToken);
    }

    /// <param name="claim">Who asks.</param>
    /// <param name="card">Who answers.</param>
    /// <param name="question">The capability, and the whole of what is asked.</param>
    /// <param name="restingOn">What the answer rests on, as it was before it was made.</param>
    /// <param name="made">The answer was made now, and not found.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task NoteAsync(TaskClaim claim, AgentCard card, (string Capability, JsonObject Input) question, string restingOn, bool made, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
            await scope.ExecuteAsync(Note, new
            {
                claim.WorkspaceId,
                claim.AgentCode,
                question.Capability,
                Input = question.Input.ToJsonString(CoreJson.Options),
                claim.CampaignId,
                UserId = claim.CreatedBy,
                Kind = CacheKinds.Of(card.Cache.Kind),
                Lifetime = caching.Value.LifetimeOf(card.Cache),
                Tags = CacheTags.Of(card),
                Versions = restingOn,
                Made = made,
                claim.Fresh,
            }, cancellationToken);
            await scope.CommitAsync(cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // The answer is there; only nobody will warm it.
            LogUnnoted(e, claim.AgentCode);
        }
    }

    /// <summary>What nobody asked within its lifetime is forgotten, whether or not anything is kept warm.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> workspaces;
        await using (var sweep = await database.BeginSweepAsync(cancellationToken))
            workspaces = await sweep.QueryAsync<Guid>("select distinct workspace_id from warm_questions where used_at < now() - lifetime", null, cancellationToken);
        if (workspaces.Count == 0)
            return;
        await using var scope = await database.BeginAsync(workspaces, cancellationToken);
        await scope.ExecuteAsync("delete from warm_questions where used_at < now() - lifetime", null, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    /// <summary>What is emptied by hand is not made again until somebody asks.</summary>
    /// <param name="scope">The emptying's own transaction.</param>
    /// <param name="workspaceId">Whose.</param>
    /// <param name="kind">One of <see cref="CacheKinds"/>; null for all of them.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    internal static Task<int> DropAsync(Scope scope, Guid workspaceId, string? kind, CancellationToken cancellationToken) => scope.ExecuteAsync(
        "delete from warm_questions where workspace_id = @WorkspaceId and (@Kind::text is null or kind = @Kind)", new { WorkspaceId = workspaceId, Kind = kind }, cancellationToken);

    [LoggerMessage(LogLevel.Warning, "What {Agent} was asked could not be noted for warming.")]
    private partial void LogUnnoted(Exception exception, string agent);
}
