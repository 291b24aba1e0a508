namespace RaptorFlow.Core.Runs;

/// <summary>The statuses of runs and tasks, as stored and served.</summary>
public static class Statuses
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string AwaitingApproval = "awaiting_approval";
    public const string Paused = "paused";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Dead = "dead";
    public const string Cancelled = "cancelled";

    /// <summary>Those of tasks that are not over, as a list in SQL.</summary>
    internal const string OpenTasks = "('queued', 'running', 'awaiting_approval', 'paused')";

    public static bool IsTerminal(string status) => status is Succeeded or Failed or Dead or Cancelled;
}

/// <summary>The kinds of run events.</summary>
public static class EventTypes
{
    public const string RunStarted = "run.started";
    public const string RunSucceeded = "run.succeeded";
    public const string RunFailed = "run.failed";
    public const string RunCancelled = "run.cancelled";
    public const string RunRedone = "run.redone";
    public const string RunPaused = "run.paused";
    public const string RunResumed = "run.resumed";
    public const string RunForked = "run.forked";
    public const string TaskWaiting = "task.waiting";
    public const string TaskDiscarded = "task.discarded";
    public const string ApprovalRequested = "approval.requested";
    public const string ApprovalGranted = "approval.granted";
    public const string ApprovalRejected = "approval.rejected";
    public const string ApprovalExpired = "approval.expired";
    public const string TaskStarted = "task.started";
    public const string TaskProgress = "task.progress";

    /// <summary>More of what a model is answering.</summary>
    public const string TaskAnswer = "task.answer";
    public const string TaskSucceeded = "task.succeeded";
    public const string TaskRetrying = "task.retrying";
    public const string TaskReturned = "task.returned";
    public const string TaskDead = "task.dead";
    public const string TaskCancelled = "task.cancelled";

    public static bool EndsRun(string type) => type is RunSucceeded or RunFailed or RunCancelled;
}

/// <summary>How urgent a run is; the bus serves higher ones first.</summary>
public enum RunPriority
{
    Low = 0,
    Normal = 1,
    High = 2,
    Critical = 3,
}
