using Dapper;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Identity;

/// <summary>Workspaces, as their members see them.</summary>
public sealed class WorkspaceStore(Database database, TimeProvider time)
{
    private const string Query = """
        select w.id, w.name, m.role, w.created_at as CreatedAt
        from workspaces w join workspace_members m on m.workspace_id = w.id and m.user_id = @userId
        """;

    /// <summary>A new workspace, its creator as the admin.</summary>
    public async Task<Workspace> CreateAsync(string name, Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var scope = await database.BeginAsync(id, cancellationToken);
        await scope.Connection.ExecuteAsync(new CommandDefinition("""
            insert into workspaces (id, name, created_by, created_at) values (@id, @name, @userId, @now);
            insert into workspace_members (workspace_id, user_id, role, created_at) values (@id, @userId, 'admin', @now)
            """, new { id, name, userId, now }, cancellationToken: cancellationToken));
        await AuditLog.WriteAsync(scope, new("workspace.created", userId, id), now, cancellationToken);
        var workspace = await scope.Connection.QuerySingleAsync<Workspace>(new CommandDefinition(
            $"{Query} where w.id = @id", new { id, userId }, cancellationToken: cancellationToken));
        await scope.CommitAsync(cancellationToken);
        return workspace;
    }

    /// <summary>The workspaces the user is a member of, oldest first.</summary>
    public async Task<IReadOnlyList<Workspace>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginUserAsync(userId, cancellationToken);
        var workspaces = await scope.Connection.QueryAsync<Workspace>(new CommandDefinition($"{Query} order by w.id", new { userId }, cancellationToken: cancellationToken));
        return workspaces.AsList();
    }

    /// <returns>Null when there is none, or none that the user is a member of.</returns>
    public async Task<Workspace?> FindAsync(Guid id, Guid userId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginUserAsync(userId, cancellationToken);
        return await scope.Connection.QuerySingleOrDefaultAsync<Workspace>(new CommandDefinition(
            $"{Query} where w.id = @id", new { id, userId }, cancellationToken: cancellationToken));
    }

    /// <summary>The user's role; null when not a member, whether or not there is such a workspace.</summary>
    public async Task<Role?> FindRoleAsync(Guid workspaceId, Guid userId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginUserAsync(userId, cancellationToken);
        var name = await scope.Connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select role from workspace_members where workspace_id = @workspaceId and user_id = @userId",
            new { workspaceId, userId }, cancellationToken: cancellationToken));
        return RoleNames.TryParse(name, out var role) ? role : null;
    }
}

public sealed record Workspace
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The asking user's.</summary>
    public required string Role { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
