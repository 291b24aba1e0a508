namespace RaptorFlow.Core.Cost;

/// <summary>Reserves money before a call and books it after. Concurrent holds never exceed a limit, in whatever process they are placed.</summary>
public interface IBudgetLedger
{
    /// <summary>Reserves on the workspace's month, the campaign and the run (those that have a limit), on all or on none.</summary>
    Task<HoldResult> HoldAsync(CostScope scope, long micros, CancellationToken cancellationToken);

    /// <summary>Books what the call cost and frees the hold. Booked in full even above the hold or after its expiry; settling twice books once.</summary>
    /// <param name="hold">What was reserved.</param>
    /// <param name="entry">What it came to.</param>
    /// <param name="answer">What was answered, to be kept for the task's next attempt; null for what is not to be had again.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is then booked.</param>
    Task SettleAsync(Hold hold, CostEntry entry, RecordedAnswer? answer, CancellationToken cancellationToken);

    /// <summary>Books a call that cost nothing and so needed no hold: answered from the cache, from the record, or by the draft.</summary>
    Task NoteAsync(CostScope scope, CostEntry entry, RecordedAnswer? answer, CancellationToken cancellationToken);

    /// <summary>Frees the hold of a call that cost nothing.</summary>
    Task ReleaseAsync(Hold hold, CancellationToken cancellationToken);

    /// <summary>What is left of the scope's budgets: the workspace's month, and the campaign and the run if they have a limit.</summary>
    Task<IReadOnlyList<BudgetLeft>> LeftAsync(CostScope scope, CancellationToken cancellationToken);

    /// <summary>Frees the holds whose holder died. Returns how many.</summary>
    Task<int> ReapExpiredAsync(Guid workspaceId, CancellationToken cancellationToken);

    /// <summary>The workspaces in which there is something to reap.</summary>
    Task<IReadOnlyList<Guid>> FindExpiredAsync(CancellationToken cancellationToken);
}
