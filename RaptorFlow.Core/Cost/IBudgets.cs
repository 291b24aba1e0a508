using RaptorFlow.Core.Identity;

namespace RaptorFlow.Core.Cost;

/// <summary>A budget as it stands.</summary>
/// <param name="Scope">What it limits.</param>
/// <param name="ScopeId">The month as <c>2026-11</c>, or the id of the campaign or run.</param>
/// <param name="LimitMicros">What may be spent.</param>
/// <param name="SpentMicros">What was spent.</param>
/// <param name="HeldMicros">What calls under way may cost at most.</param>
/// <param name="IsDefault">Whether the limit is the default, which follows the members.</param>
public sealed record Budget(BudgetScope Scope, string ScopeId, long LimitMicros, long SpentMicros, long HeldMicros, bool IsDefault = false);

/// <summary>The limits of a workspace.</summary>
public interface IBudgets
{
    /// <summary>
    /// Sets a limit; null returns a workspace's month to the default and takes a campaign's or run's limit away. What was already spent counts;
    /// a limit below it stops further calls and takes nothing back.
    /// </summary>
    /// <param name="workspaceId">The tenant.</param>
    /// <param name="scope">What is limited.</param>
    /// <param name="scopeId">The month as <c>2026-11</c>, or the id of the campaign or run.</param>
    /// <param name="limitMicros">0 or more, or null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="actor">Who does it, for the audit log; null for the system itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    Task SetLimitAsync(Guid workspaceId, BudgetScope scope, string scopeId, long? limitMicros, CancellationToken cancellationToken, WorkspaceContext? actor = null);

    /// <summary>The budgets of a workspace; its current month is always among them.</summary>
    Task<IReadOnlyList<Budget>> ListAsync(Guid workspaceId, CancellationToken cancellationToken);

    /// <summary>The same in pages: months, newest first, then campaigns, then runs.</summary>
    Task<IReadOnlyList<Budget>> PageAsync(Guid workspaceId, BudgetScope? only, BudgetCursor? after, int limit, CancellationToken cancellationToken);

    /// <summary>One of them; null when there is no such limit. A month always has one.</summary>
    Task<Budget?> FindAsync(Guid workspaceId, BudgetScope scope, string scopeId, CancellationToken cancellationToken);

    /// <summary>The current month by the database's clock, as <c>2026-11</c>.</summary>
    Task<string> MonthAsync(Guid workspaceId, CancellationToken cancellationToken);

    /// <summary>Whether the workspace has the campaign or run.</summary>
    Task<bool> ExistsAsync(Guid workspaceId, BudgetScope scope, Guid id, CancellationToken cancellationToken);
}

/// <summary>Where a budget stands in the list.</summary>
public readonly record struct BudgetCursor(BudgetScope Scope, string ScopeId)
{
    public override string ToString() => $"{Scope.Column()}:{ScopeId}";

    public static bool TryParse(string? text, out BudgetCursor cursor)
    {
        cursor = default;
        if (text?.Split(':') is not [var scope, var id] || !BudgetScopes.TryParse(scope, out var kind) || id.Contains('\0', StringComparison.Ordinal))
            return false;
        cursor = new(kind, id);
        return true;
    }
}
