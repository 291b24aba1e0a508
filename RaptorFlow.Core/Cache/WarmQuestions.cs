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
    // The hash is of the form that jsonb gives it: the order of properties is no difference. Who asks for a fresh answer makes one, and uses none that is there; warming itself asks so.
    private const string Note = """
        insert into warm_questions (workspace_id, agent_code, capability, input_hash, input, campaign_id, user_id, lifetime, tags, versions, made_at, used_at)
        values (@WorkspaceId, @AgentCode, @Capability, sha256(convert_to(@Input::jsonb::text, 'UTF8')), @Input::jsonb, @CampaignId, @UserId, @Lifetime, @Tags, cache_versions(@WorkspaceId, @Tags), now(), now())
        on conflict (workspace_id, agent_code, capability, input_hash) do update set
            campaign_id = excluded.campaign_id, user_id = excluded.user_id, lifetime = excluded.lifetime, tags = excluded.tags,
            versions = case when @Made then excluded.versions else warm_questions.versions end,
            made_at = case when @Made then excluded.made_at else warm_questions.made_at end,
            used_at = case when @Fresh then warm_questions.used_at else excluded.used_at end
        """;

    /// <param name="claim">Who asks.</param>
    /// <param name="card">Who answers.</param>
    /// <param name="capability">What is asked for.</param>
    /// <param name="input">The whole of what is asked.</param>
    /// <param name="made">The answer was made now, and not found.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task NoteAsync(TaskClaim claim, AgentCard card, string capability, JsonObject input, bool made, CancellationToken cancellationToken)
    {
        var lifetime = caching.Value.LifetimeOf(card.Cache);
        if (!warming.Value.Warms(CacheKinds.Of(card.Cache.Kind)) || lifetime <= TimeSpan.Zero)
            return;
        try
        {
            await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
            await scope.ExecuteAsync(Note, new
            {
                claim.WorkspaceId, claim.AgentCode, Capability = capability, Input = input.ToJsonString(CoreJson.Options), claim.CampaignId,
                UserId = claim.CreatedBy, Lifetime = lifetime, Tags = card.Memory.Select(CacheTags.Memory).ToArray(), Made = made, claim.Fresh,
            }, cancellationToken);
            await scope.CommitAsync(cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // The answer is there; only nobody will warm it.
            LogUnnoted(e, claim.AgentCode);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What {Agent} was asked could not be noted for warming.")]
    private partial void LogUnnoted(Exception exception, string agent);
}
