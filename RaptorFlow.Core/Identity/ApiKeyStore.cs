using Dapper;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Identity;

/// <summary>A workspace's API keys. A key can do what its scopes say and its maker may still do.</summary>
public sealed class ApiKeyStore(Database database, TimeProvider time)
{
    private const string Columns =
        "id, name, prefix, scopes, user_id as CreatedBy, created_at as CreatedAt, expires_at as ExpiresAt, last_used_at as LastUsedAt, revoked_at as RevokedAt";

    /// <summary>Whether a credential is shaped like one of ours.</summary>
    public static bool IsApiKey(string credential) => credential.StartsWith(ApiKeyFormat.Start, StringComparison.Ordinal);

    /// <returns>The key, and the secret in clear for the only time.</returns>
    public async Task<(ApiKey Key, string Secret)> CreateAsync(WorkspaceContext actor, string name, IEnumerable<Permission> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var secret = Secrets.Create();
        var composed = ApiKeyFormat.Compose(actor.WorkspaceId, secret);
        await using var scope = await database.BeginAsync(actor.WorkspaceId, cancellationToken);
        var key = await scope.Connection.QuerySingleAsync<ApiKey>(new CommandDefinition($"""
            insert into api_keys (id, workspace_id, user_id, name, prefix, secret_hash, scopes, created_at, expires_at)
            values (@id, @WorkspaceId, @UserId, @name, @prefix, @hash, @scopes, @now, @expiresAt)
            returning {Columns}
            """, new
        {
            id = Guid.CreateVersion7(now),
            actor.WorkspaceId,
            actor.UserId,
            name,
            prefix = composed[..^(secret.Length - 6)],
            hash = Secrets.Hash(secret),
            scopes = scopes.Select(Permissions.Name).Distinct(StringComparer.Ordinal).ToArray(),
            now,
            expiresAt = expiresAt?.ToUniversalTime(),
        }, cancellationToken: cancellationToken));
        await AuditLog.WriteAsync(scope, new("api_key.created", actor.UserId, actor.WorkspaceId, key.Id.ToString()), now, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return (key, composed);
    }

    /// <summary>Keys not revoked, newest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var keys = await scope.Connection.QueryAsync<ApiKey>(new CommandDefinition(
            $"select {Columns} from api_keys where workspace_id = @workspaceId and revoked_at is null order by id desc", new { workspaceId }, cancellationToken: cancellationToken));
        return keys.AsList();
    }

    /// <returns>False when there is no such key, or it was revoked before.</returns>
    public async Task<bool> RevokeAsync(WorkspaceContext actor, Guid id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = await database.BeginAsync(actor.WorkspaceId, cancellationToken);
        var revoked = await scope.Connection.ExecuteAsync(new CommandDefinition(
            "update api_keys set revoked_at = @now where workspace_id = @WorkspaceId and id = @id and revoked_at is null",
            new { actor.WorkspaceId, id, now }, cancellationToken: cancellationToken));
        if (revoked == 0)
            return false;
        await AuditLog.WriteAsync(scope, new("api_key.revoked", actor.UserId, actor.WorkspaceId, id.ToString()), now, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return true;
    }

    /// <returns>Null when the key is malformed, unknown, expired or revoked, or its maker is no longer a member.</returns>
    public async Task<WorkspaceContext?> AuthenticateAsync(string key, CancellationToken cancellationToken)
    {
        if (!ApiKeyFormat.TryParse(key, out var workspaceId, out var secret))
            return null;
        var now = time.GetUtcNow();
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var row = await scope.Connection.QuerySingleOrDefaultAsync<Holder>(new CommandDefinition("""
            select k.id, k.user_id as UserId, k.scopes, m.role, k.last_used_at is null or k.last_used_at < @now - interval '1 minute' as Stale
            from api_keys k join workspace_members m on m.workspace_id = k.workspace_id and m.user_id = k.user_id
            where k.workspace_id = @workspaceId and k.secret_hash = @hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > @now)
            """, new { workspaceId, hash = Secrets.Hash(secret), now }, cancellationToken: cancellationToken));
        if (row is null || !RoleNames.TryParse(row.Role, out var role))
            return null;
        if (row.Stale)
        {
            await scope.Connection.ExecuteAsync(new CommandDefinition("update api_keys set last_used_at = @now where id = @Id", new { row.Id, now }, cancellationToken: cancellationToken));
            await scope.CommitAsync(cancellationToken);
        }
        var scopes = row.Scopes.Select(name => Permissions.TryParse(name, out var permission) ? permission : (Permission?)null).OfType<Permission>();
        return new(workspaceId, row.UserId, role, scopes.ToHashSet());
    }

    private sealed record Holder
    {
        public Guid Id { get; init; }
        public Guid UserId { get; init; }
        public string[] Scopes { get; init; } = [];
        public string Role { get; init; } = "";
        public bool Stale { get; init; }
    }
}

public sealed record ApiKey
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The key's beginning, to recognise it by.</summary>
    public required string Prefix { get; init; }

    public required string[] Scopes { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}
