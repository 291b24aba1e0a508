using System.Buffers.Binary;
using Dapper;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Identity;

/// <summary>Sign-ins and their refresh tokens: stored as hashes, spent on use, the whole session revoked when a spent one comes back.</summary>
public sealed class SessionStore(Database database, IOptions<IdentityOptions> options, TimeProvider time)
{
    private const string Others = "user_id = @UserId and session_id <> @SessionId";

    /// <summary>Starts a session for a user whose password was right.</summary>
    public async Task<SessionGrant> StartAsync(User user, string? betterHash, string action, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var grant = new SessionGrant(Guid.CreateVersion7(now), user.Id, Secrets.Create());
        await using var scope = await database.BeginAsync(cancellationToken);
        await scope.Connection.ExecuteAsync(new CommandDefinition("""
            update users set last_sign_in_at = @now where id = @Id;
            delete from refresh_tokens where user_id = @Id and expires_at < @now
            """, new { user.Id, now }, cancellationToken: cancellationToken));
        if (betterHash is not null)
            await UserStore.SetPasswordHashAsync(scope, user.Id, betterHash, now, cancellationToken);
        await InsertAsync(scope, grant, now, cancellationToken);
        await AuditLog.WriteAsync(scope, new(action, user.Id, Subject: grant.SessionId.ToString(), Address: address), now, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return grant;
    }

    public async Task<(SessionGrant? Grant, RefreshFailure Failure)> RefreshAsync(string token, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = await database.BeginAsync(cancellationToken);
        var row = await FindAsync(scope, token, cancellationToken);
        if (row is not null)
        {
            // What was read before the lock may have changed by whoever held it.
            await LockUserAsync(scope, row.UserId, cancellationToken);
            row = await FindAsync(scope, token, cancellationToken);
        }
        if (row is null || row.RevokedAt is not null)
            return (null, RefreshFailure.NotFound);
        if (row.ExpiresAt <= now)
            return (null, RefreshFailure.Expired);
        var next = new SessionGrant(row.SessionId, row.UserId, Secrets.Derive(options.Value.SigningKey, token));
        if (row.UsedAt is { } usedAt)
        {
            var lostAnswer = now - usedAt <= options.Value.RefreshReuseInterval && await FindAsync(scope, next.RefreshToken, cancellationToken) is { UsedAt: null, RevokedAt: null };
            if (lostAnswer)
                return (next, RefreshFailure.None);
            await RevokeAsync(scope, "session_id = @SessionId", row, now, cancellationToken);
            await AuditLog.WriteAsync(scope, new("session.refresh_token_reused", row.UserId, Subject: row.SessionId.ToString(), Address: address), now, cancellationToken);
            await scope.CommitAsync(cancellationToken);
            return (null, RefreshFailure.AlreadyUsed);
        }
        await scope.Connection.ExecuteAsync(new CommandDefinition(
            "update refresh_tokens set used_at = @now where token_hash = @hash", new { now, hash = Secrets.Hash(token) }, cancellationToken: cancellationToken));
        await InsertAsync(scope, next, now, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return (next, RefreshFailure.None);
    }

    /// <summary>Whether the session has not been signed out of, revoked, or left to expire.</summary>
    public async Task<bool> IsAliveAsync(Guid sessionId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        return await scope.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from refresh_tokens where session_id = @sessionId and revoked_at is null and expires_at > @now)",
            new { sessionId, now = time.GetUtcNow() }, cancellationToken: cancellationToken));
    }

    public async Task EndAsync(Guid userId, Guid sessionId, SignOutReach reach, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var which = reach switch
        {
            SignOutReach.Local => "user_id = @UserId and session_id = @SessionId",
            SignOutReach.Others => Others,
            _ => "user_id = @UserId",
        };
        await using var scope = await database.BeginAsync(cancellationToken);
        await LockUserAsync(scope, userId, cancellationToken);
        await RevokeAsync(scope, which, new() { UserId = userId, SessionId = sessionId }, now, cancellationToken);
        await AuditLog.WriteAsync(scope, new("session.ended", userId, Subject: sessionId.ToString(), Address: address), now, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    /// <summary>Ends the user's other sessions, in a transaction that has locked the user's row.</summary>
    internal static Task<int> EndOthersAsync(Scope scope, Guid userId, Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        RevokeAsync(scope, Others, new() { UserId = userId, SessionId = sessionId }, now, cancellationToken);

    // A user's refreshes and sign-outs take turns: a sign-out must see the token that a refresh under way is about to add.
    private static Task<int> LockUserAsync(Scope scope, Guid userId, CancellationToken cancellationToken) =>
        scope.Connection.ExecuteAsync(new CommandDefinition("select from users where id = @userId for no key update", new { userId }, cancellationToken: cancellationToken));

    private Task<int> InsertAsync(Scope scope, SessionGrant grant, DateTimeOffset now, CancellationToken cancellationToken) =>
        scope.Connection.ExecuteAsync(new CommandDefinition(
            "insert into refresh_tokens (token_hash, session_id, user_id, created_at, expires_at) values (@hash, @SessionId, @UserId, @now, @expires)",
            new { hash = Secrets.Hash(grant.RefreshToken), grant.SessionId, grant.UserId, now, expires = now + options.Value.RefreshTokenLifetime }, cancellationToken: cancellationToken));

    private static Task<Row?> FindAsync(Scope scope, string token, CancellationToken cancellationToken) =>
        scope.Connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition("""
            select session_id as SessionId, user_id as UserId, expires_at as ExpiresAt, used_at as UsedAt, revoked_at as RevokedAt
            from refresh_tokens where token_hash = @hash
            """, new { hash = Secrets.Hash(token) }, cancellationToken: cancellationToken));

    private static Task<int> RevokeAsync(Scope scope, string which, Row row, DateTimeOffset now, CancellationToken cancellationToken) =>
        scope.Connection.ExecuteAsync(new CommandDefinition(
            $"update refresh_tokens set revoked_at = @now where revoked_at is null and {which}", new { now, row.UserId, row.SessionId }, cancellationToken: cancellationToken));

    private sealed record Row
    {
        public Guid SessionId { get; init; }
        public Guid UserId { get; init; }
        public DateTimeOffset ExpiresAt { get; init; }
        public DateTimeOffset? UsedAt { get; init; }
        public DateTimeOffset? RevokedAt { get; init; }
    }
}

/// <summary>A session and the refresh token to continue it with, in clear for the only time.</summary>
public sealed record SessionGrant(Guid SessionId, Guid UserId, string RefreshToken)
{
    /// <summary>When the password was given, to the millisecond: a session's id is of version 7 and made then.</summary>
    public DateTimeOffset SignedInAt => DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(SessionId.ToByteArray(bigEndian: true)) >> 16);
}

public enum RefreshFailure
{
    None,
    NotFound,
    Expired,
    AlreadyUsed,
}

/// <summary>Which sessions a sign-out ends, as GoTrue's <c>scope</c> has it.</summary>
public enum SignOutReach
{
    Global,
    Local,
    Others,
}
