using Dapper;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Identity;

/// <summary>The members of a workspace. There is always an admin among them.</summary>
public sealed class MemberStore(Database database, TimeProvider time)
{
    private const string Query = """
        select m.user_id as UserId, u.email, m.role, m.created_at as CreatedAt
        from workspace_members m join users u on u.id = m.user_id
        where m.workspace_id = @WorkspaceId
        """;

    public async Task<IReadOnlyList<Member>> ListAsync(Guid workspaceId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        var members = await scope.Connection.QueryAsync<Member>(new CommandDefinition(
            $"{Query} order by m.created_at, m.user_id", new { workspaceId }, cancellationToken: cancellationToken));
        return members.AsList();
    }

    /// <summary>Adds the user with this e-mail address; where the built-in identity and Supabase both have one, Supabase's, who has proven it.</summary>
    public async Task<(Member? Member, MemberFailure Failure)> AddAsync(WorkspaceContext actor, string email, Role role, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = await database.BeginAsync(actor.WorkspaceId, cancellationToken);
        var userId = await scope.Connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            "select id from users where email = @email order by provider = 'supabase' desc limit 1",
            new { email = UserStore.Normalize(email) }, cancellationToken: cancellationToken));
        if (userId is null)
            return (null, MemberFailure.NoSuchUser);
        var added = await scope.Connection.ExecuteAsync(new CommandDefinition("""
            insert into workspace_members (workspace_id, user_id, role, created_at) values (@WorkspaceId, @userId, @role, @now)
            on conflict do nothing
            """, new { actor.WorkspaceId, userId, role = role.ToName(), now }, cancellationToken: cancellationToken));
        if (added == 0)
            return (null, MemberFailure.AlreadyMember);
        return (await FinishAsync(scope, actor, "member.added", userId.Value, now, cancellationToken), MemberFailure.None);
    }

    public async Task<(Member? Member, MemberFailure Failure)> ChangeRoleAsync(WorkspaceContext actor, Guid userId, Role role, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var scope = await database.BeginAsync(actor.WorkspaceId, cancellationToken);
        var failure = await CheckAsync(scope, actor.WorkspaceId, userId, staysAdmin: role == Role.Admin, cancellationToken);
        if (failure != MemberFailure.None)
            return (null, failure);
        await scope.Connection.ExecuteAsync(new CommandDefinition(
            "update workspace_members set role = @role where workspace_id = @WorkspaceId and user_id = @userId",
            new { actor.WorkspaceId, userId, role = role.ToName() }, cancellationToken: cancellationToken));
        return (await FinishAsync(scope, actor, "member.role_changed", userId, now, cancellationToken), MemberFailure.None);
    }

    public async Task<MemberFailure> RemoveAsync(WorkspaceContext actor, Guid userId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(actor.WorkspaceId, cancellationToken);
        var failure = await CheckAsync(scope, actor.WorkspaceId, userId, staysAdmin: false, cancellationToken);
        if (failure != MemberFailure.None)
            return failure;
        await scope.Connection.ExecuteAsync(new CommandDefinition(
            "delete from workspace_members where workspace_id = @WorkspaceId and user_id = @userId",
            new { actor.WorkspaceId, userId }, cancellationToken: cancellationToken));
        await FinishAsync(scope, actor, "member.removed", userId, time.GetUtcNow(), cancellationToken);
        return MemberFailure.None;
    }

    // Under a lock on the workspace, so that two admins cannot remove each other at once.
    private static async Task<MemberFailure> CheckAsync(Scope scope, Guid workspaceId, Guid userId, bool staysAdmin, CancellationToken cancellationToken)
    {
        await scope.Connection.ExecuteAsync(new CommandDefinition(
            "select id from workspaces where id = @workspaceId for update", new { workspaceId }, cancellationToken: cancellationToken));
        var (role, admins) = await scope.Connection.QuerySingleAsync<(string? Role, long Admins)>(new CommandDefinition("""
            select (select role from workspace_members where workspace_id = @workspaceId and user_id = @userId),
                   (select count(*) from workspace_members where workspace_id = @workspaceId and role = 'admin')
            """, new { workspaceId, userId }, cancellationToken: cancellationToken));
        if (role is null)
            return MemberFailure.NotMember;
        return role == "admin" && admins == 1 && !staysAdmin ? MemberFailure.LastAdmin : MemberFailure.None;
    }

    private static async Task<Member?> FinishAsync(Scope scope, WorkspaceContext actor, string action, Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await AuditLog.WriteAsync(scope, new(action, actor.UserId, actor.WorkspaceId, userId.ToString()), now, cancellationToken);
        var member = await scope.Connection.QuerySingleOrDefaultAsync<Member>(new CommandDefinition(
            $"{Query} and m.user_id = @userId", new { actor.WorkspaceId, userId }, cancellationToken: cancellationToken));
        await scope.CommitAsync(cancellationToken);
        return member;
    }
}

public sealed record Member
{
    public required Guid UserId { get; init; }

    public required string Email { get; init; }

    public required string Role { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

public enum MemberFailure
{
    None,
    NoSuchUser,
    AlreadyMember,
    NotMember,
    LastAdmin,
}
