using Dapper;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Identity;

/// <summary>What users change about their own account.</summary>
public sealed class AccountChanges(Database database, TimeProvider time)
{
    /// <summary>Of a user's metadata, as text: they travel in every access token, and so in every request's headers.</summary>
    public const int MaximumMetadata = 4096;

    /// <returns>Null when the metadata would outgrow <see cref="MaximumMetadata"/>; then nothing has changed.</returns>
    public async Task<User?> ApplyAsync(AccountChange change, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = await database.BeginAsync(cancellationToken);
        var user = await scope.Connection.QuerySingleAsync<User>(new CommandDefinition($"""
            update users set
                password_hash = coalesce(@PasswordHash, password_hash),
                user_metadata = (user_metadata || @Metadata::jsonb) - array(select key from jsonb_each(@Metadata::jsonb) where value = 'null'),
                updated_at = @now
            where id = @UserId
            returning {UserStore.Columns}
            """, new { change.UserId, change.PasswordHash, change.Metadata, now }, cancellationToken: cancellationToken));
        // What sign-up took may be longer as Postgres writes it; it must still be possible to shorten it.
        if (user.UserMetadata.Length > MaximumMetadata && change.Metadata.Length > 2 && user.UserMetadata.Length > change.MetadataBefore.Length)
            return null;
        if (change.PasswordHash is not null)
        {
            await SessionStore.EndOthersAsync(scope, change.UserId, change.SessionId, now, cancellationToken);
            await AuditLog.WriteAsync(scope, new("user.password_changed", change.UserId, Subject: change.SessionId.ToString(), Address: change.Address), now, cancellationToken);
        }
        await scope.CommitAsync(cancellationToken);
        return user;
    }
}

/// <param name="UserId">Whose account.</param>
/// <param name="SessionId">The session the change is made in; with a new password, the only one that stays.</param>
/// <param name="PasswordHash">Null to keep the password.</param>
/// <param name="Metadata">A JSON object, whose members replace those of the same name, or with null remove them.</param>
/// <param name="MetadataBefore">As last read.</param>
/// <param name="Address">The client's address.</param>
public sealed record AccountChange(Guid UserId, Guid SessionId, string? PasswordHash, string Metadata, string MetadataBefore, string Address);
