namespace RaptorFlow.Core.Runs;

/// <summary>A queued task's row, as the statements that queue, free or hand back tasks return it.</summary>
internal sealed record QueuedTask
{
    public Guid Id { get; init; }
    public Guid WorkspaceId { get; init; }
    public Guid RunId { get; init; }
    public string Step { get; init; } = "";
    public string Lane { get; init; } = "";
    public short Priority { get; init; }
    public short WaitingOn { get; init; }
    public string Status { get; init; } = Statuses.Queued;

    /// <summary>Those that nothing keeps from starting.</summary>
    public static IReadOnlyList<ReadyTask> Ready(IEnumerable<QueuedTask> tasks) =>
        [.. tasks.Where(t => t is { WaitingOn: 0, Status: Statuses.Queued }).Select(t => new ReadyTask(t.Id, t.WorkspaceId, t.Lane, (RunPriority)t.Priority))];
}
