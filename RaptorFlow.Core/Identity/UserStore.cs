using Dapper;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Identity;

/// <summary>Users of the built-in identity, and the shadows of Supabase's that memberships refer to.</summary>
public sealed class UserStore(Database database, TimeProvider time)
{
    internal const string Columns =
        "id, email, password_hash as PasswordHash, user_metadata::text as UserMetadata, created_at as CreatedAt, updated_at as UpdatedAt, last_sign_in_at as LastSignInAt";

    /// <summary>E-mail addresses are compared without case and surrounding space.</summary>
    public static string Normalize(string email) => email.Trim().ToLowerInvariant();

    public async Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        return await scope.Connection.QuerySingleOrDefaultAsync<User>(new CommandDefinition(
            $"select {Columns} from users where provider = 'builtin' and email = @email",
            new { email = Normalize(email) }, cancellationToken: cancellationToken));
    }

    public async Task<User?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        return await scope.Connection.QuerySingleOrDefaultAsync<User>(new CommandDefinition(
            $"select {Columns} from users where id = @id", new { id }, cancellationToken: cancellationToken));
    }

    /// <returns>Null when the address is taken.</returns>
    public async Task<User?> CreateAsync(string email, string passwordHash, string userMetadata, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = await database.BeginAsync(cancellationToken);
        var user = await scope.Connection.QuerySingleOrDefaultAsync<User>(new CommandDefinition($"""
            insert into users (id, provider, email, password_hash, user_metadata, created_at, updated_at)
            values (@id, 'builtin', @email, @passwordHash, @userMetadata::jsonb, @now, @now)
            on conflict (provider, email) do nothing
            returning {Columns}
            """, new { id = Guid.CreateVersion7(now), email = Normalize(email), passwordHash, userMetadata, now }, cancellationToken: cancellationToken));
        await scope.CommitAsync(cancellationToken);
        return user;
    }

    /// <summary>
    /// Makes a user of Supabase known here, so that workspaces can have them as members.
    /// An address Supabase has given to somebody else is taken from whoever had it.
    /// </summary>
    public async Task EnsureSupabaseUserAsync(Guid id, string email, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(cancellationToken);
        await scope.Connection.ExecuteAsync(new CommandDefinition("""
            update users set email = id::text where provider = 'supabase' and email = @email and id <> @id;
            insert into users (id, provider, email, created_at, updated_at) values (@id, 'supabase', @email, @now, @now)
            on conflict (id) do update set email = excluded.email, updated_at = excluded.updated_at
            where users.provider = 'supabase' and users.email <> excluded.email
            """, new { id, email = Normalize(email), now = time.GetUtcNow() }, cancellationToken: cancellationToken));
        await scope.CommitAsync(cancellationToken);
    }

    internal static async Task SetPasswordHashAsync(Scope scope, Guid id, string passwordHash, DateTimeOffset now, CancellationToken cancellationToken) =>
        await scope.Connection.ExecuteAsync(new CommandDefinition(
            "update users set password_hash = @passwordHash, updated_at = @now where id = @id", new { id, passwordHash, now }, cancellationToken: cancellationToken));
}
