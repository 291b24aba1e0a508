using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Cost;

/// <summary>Settlements of a workspace go on beside each other; a new budget, which sums what was settled, waits for them and they for it.</summary>
internal static class SettlementLock
{
    private const string Key = "hashtextextended('raptorflow settlements ' || $1::uuid::text, 0)";

    public static void TakeShared(StatementBatch batch, Guid workspaceId) => batch.Query($"select pg_advisory_xact_lock_shared({Key})", workspaceId);

    public static Task TakeAloneAsync(Scope scope, Guid workspaceId, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch(scope);
        batch.Query($"select pg_advisory_xact_lock({Key})", workspaceId);
        return batch.SendAsync(cancellationToken);
    }
}
