namespace RaptorFlow.Core.Cost;

/// <summary>A budget as it stands.</summary>
/// <param name="ScopeId">The month as <c>2026-11</c>, or the id of the campaign or run.</param>
public sealed record Budget(BudgetScope Scope, string ScopeId, long LimitMicros, long SpentMicros, long HeldMicros);

/// <summary>The limits of a workspace.</summary>
public interface IBudgets
{
    /// <summary>
    /// Sets a limit; null returns a workspace's month to the default. What was already spent counts; a limit below it stops further calls and
    /// takes nothing back.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative, or null for a campaign or run.</exception>
    Task SetLimitAsync(Guid workspaceId, BudgetScope scope, string scopeId, long? limitMicros, CancellationToken cancellationToken);

    /// <summary>The budgets of a workspace; its current month is always among them.</summary>
    Task<IReadOnlyList<Budget>> ListAsync(Guid workspaceId, CancellationToken cancellationToken);
}
