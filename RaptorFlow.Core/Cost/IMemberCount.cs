using Dapper;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>How many members a workspace has; the default monthly limit is per member.</summary>
public interface IMemberCount
{
    Task<int> CountAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken);
}

internal sealed class WorkspaceMembers : IMemberCount
{
    public Task<int> CountAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken) =>
        scope.Connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select count(*)::int from workspace_members where workspace_id = @workspaceId", new { workspaceId }, cancellationToken: cancellationToken));
}
