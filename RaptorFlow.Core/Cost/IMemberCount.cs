using Dapper;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>How many members a workspace has; the default monthly limit is per member.</summary>
public interface IMemberCount
{
    /// <summary>What a statement takes for it in place of those that there are; null for these.</summary>
    long? Fixed => null;

    Task<int> CountAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken);
}

internal static class MemberLimit
{
    /// <summary>What a workspace may spend in a month that has no limit of its own.</summary>
    public static async Task<long> DefaultLimitAsync(this IMemberCount members, CostOptions options, Scope scope, Guid workspaceId, CancellationToken cancellationToken) =>
        Money.FromUsd(options.MonthlyLimitPerMemberUsd * await members.CountAsync(scope, workspaceId, cancellationToken));
}

internal sealed class WorkspaceMembers : IMemberCount
{
    public Task<int> CountAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken) =>
        scope.Connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select count(*)::int from workspace_members where workspace_id = @workspaceId", new { workspaceId }, cancellationToken: cancellationToken));
}
