using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>Settlements of a workspace go on beside each other; a new budget, which sums what was settled, waits for them and they for it.</summary>
internal static class SettlementLock
{
    private const string Key = "hashtextextended('raptorflow settlements ' || @workspaceId::text, 0)";

    public static Task TakeSharedAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken) =>
        scope.ExecuteAsync($"select pg_advisory_xact_lock_shared({Key})", new { workspaceId }, cancellationToken);

    public static Task TakeAloneAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken) =>
        scope.ExecuteAsync($"select pg_advisory_xact_lock({Key})", new { workspaceId }, cancellationToken);
}
