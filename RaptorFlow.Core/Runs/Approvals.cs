using System.Text.Json;
using RaptorFlow.Agents;
using RaptorFlow.Core.Bus;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Identity;
using RaptorFlow.Workflows;

namespace RaptorFlow.Core.Runs;

/// <summary>
/// Results that wait for a person. An approval is bound to the exact content by its hash, is decided once by somebody whose role
/// suffices at that moment, and expires.
/// </summary>
public sealed class Approvals(Database database, IRaptorBus bus)
{
    private const string Await = """
        update tasks set status = 'awaiting_approval', result = @Result::jsonb, lease_until = null, error = null
        where id = @Id and fence = @Fence and status = 'running'
        returning id
        """;

    // Postgres writes jsonb in one canonical form, which is what is hashed.
    private const string Hash = "encode(sha256(convert_to((t.result -> 'output')::text, 'UTF8')), 'hex')";

    private const string Insert = $"""
        insert into approvals (id, workspace_id, run_id, task_id, fence, role, content_hash, expires_at)
        select @ApprovalId, t.workspace_id, t.run_id, t.id, t.fence, @Role, {Hash}, now() + @ExpiresAfter from tasks t where t.id = @Id
        returning content_hash, expires_at
        """;

    private const string Select = $"""
        select a.id, a.run_id, a.task_id, a.fence, t.attempt, a.workspace_id, t.step, t.title, t.agent_code as agent, a.role, a.content_hash, a.status, a.requested_at, a.expires_at,
               a.decided_at, a.decided_by, a.comment, case when {Hash} = a.content_hash then t.result -> 'output' end as content,
               a.expires_at <= now() as overdue, t.status = 'awaiting_approval' and t.fence = a.fence and {Hash} = a.content_hash as stands
        from approvals a join tasks t on t.id = a.task_id
        """;

    private const string DecideSql = """
        update approvals set status = @Status, decided_at = now(), decided_by = @By, comment = @Comment where id = @Id and status = 'pending' returning id
        """;

    private const string SucceedSql = "update tasks set status = 'succeeded', finished_at = now() where id = @TaskId and fence = @Fence and status = 'awaiting_approval'";

    private const string RecordSql = """
        insert into decisions (id, workspace_id, run_id, task_id, agent_code, kind, choice, reasons, alternatives)
        values (@DecisionId, @WorkspaceId, @RunId, @TaskId, @Agent, 'approval', @Choice, @Reasons, '{}')
        """;

    /// <summary>Keeps a result and asks for its approval. Null when the fence is stale and nothing was changed.</summary>
    public async Task<LedgerChange?> RequestAsync(TaskClaim claim, ApprovalRule rule, AgentResult result, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(claim.WorkspaceId, cancellationToken);
        await RowLocks.TakeRunsAsync(scope, [claim.RunId], cancellationToken);
        if (await scope.FirstAsync<Guid?>(Await, new { claim.Id, claim.Fence, Result = CoreJson.Serialize(result) }, cancellationToken) is null)
            return null;
        await TaskCompletion.EndAttemptAsync(scope, claim, "awaiting_approval", null, result, cancellationToken);
        var id = Guid.CreateVersion7();
        var asked = (await scope.FirstAsync<ApprovalView>(Insert, new { ApprovalId = id, claim.Id, rule.Role, rule.ExpiresAfter }, cancellationToken))!;
        var changed = await RunEvents.AppendAsync(scope,
            [new(claim.RunId, claim.WorkspaceId, EventTypes.ApprovalRequested, claim.Id, claim.Step, new { approval = id, role = rule.Role, content_hash = asked.ContentHash, expires_at = asked.ExpiresAt })],
            cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return new([], changed);
    }

    /// <summary>Approves or rejects.</summary>
    /// <param name="workspaceId">The tenant.</param>
    /// <param name="runId">The run.</param>
    /// <param name="approvalId">The approval.</param>
    /// <param name="verdict">What was decided, by whom, on which content.</param>
    /// <param name="cancellationToken">Ends the attempt; nothing is then decided.</param>
    public async Task<ApprovalOutcome> DecideAsync(Guid workspaceId, Guid runId, Guid approvalId, Verdict verdict, CancellationToken cancellationToken)
    {
        LedgerChange change;
        await using (var scope = await database.BeginAsync(workspaceId, cancellationToken))
        {
            await RowLocks.TakeRunsAsync(scope, [runId], cancellationToken);
            if (await scope.FirstAsync<ApprovalRow>(Select + " where a.id = @Id and a.run_id = @RunId", new { Id = approvalId, RunId = runId }, cancellationToken) is not { } asked)
                return ApprovalOutcome.NotFound;
            if (Refusal(asked, verdict) is { } refusal)
                return refusal;
            change = await DecideAsync(scope, asked, verdict, cancellationToken);
        }
        await bus.AnnounceAsync(change, cancellationToken);
        return ApprovalOutcome.Decided;
    }

    /// <summary>Ends the wait for an approval that nobody gave in time. Null when it was decided meanwhile.</summary>
    internal async Task<LedgerChange?> ExpireAsync(Guid workspaceId, Guid runId, Guid approvalId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        await RowLocks.TakeRunsAsync(scope, [runId], cancellationToken);
        var asked = await scope.FirstAsync<ApprovalRow>(Select + " where a.id = @Id", new { Id = approvalId }, cancellationToken);
        if (asked is not { Status: "pending", Overdue: true })
            return null;
        await scope.ExecuteAsync(DecideSql, new { asked.Id, Status = "expired", By = (Guid?)null, Comment = (string?)null }, cancellationToken);
        await RunEvents.AppendAsync(scope, [new(runId, workspaceId, EventTypes.ApprovalExpired, asked.TaskId, asked.Step, new { approval = asked.Id })], cancellationToken);
        return await TaskCompletion.DieAsync(scope, ClaimOf(asked), new("Nobody decided about its result in time.", FailureCause.ApprovalExpired), cancellationToken);
    }

    /// <summary>A run's approvals, or a workspace's pending ones.</summary>
    public async Task<IReadOnlyList<ApprovalView>> ListAsync(Guid workspaceId, Guid? runId, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(workspaceId, cancellationToken);
        return await scope.QueryAsync<ApprovalView>(
            Select + (runId is null ? " where a.status = 'pending' order by a.id limit 200" : " where a.run_id = @RunId order by a.id"), new { RunId = runId }, cancellationToken);
    }

    private static ApprovalOutcome? Refusal(ApprovalRow asked, Verdict verdict)
    {
        _ = RoleNames.TryParse(asked.Role, out var least);
        return asked switch
        {
            { Status: "expired" } or { Status: "pending", Overdue: true } => ApprovalOutcome.Expired,
            { Status: not "pending" } or { Stands: false } => ApprovalOutcome.AlreadyDecided,
            _ when verdict.Role < least => ApprovalOutcome.RoleTooLow,
            _ when !string.Equals(verdict.ContentHash, asked.ContentHash, StringComparison.OrdinalIgnoreCase) => ApprovalOutcome.OtherContent,
            _ => null,
        };
    }

    private static async Task<LedgerChange> DecideAsync(Scope scope, ApprovalRow asked, Verdict verdict, CancellationToken cancellationToken)
    {
        await scope.ExecuteAsync(DecideSql, new { asked.Id, Status = verdict.Approved ? "approved" : "rejected", verdict.By, verdict.Comment }, cancellationToken);
        await scope.ExecuteAsync(RecordSql, new
        {
            DecisionId = Guid.CreateVersion7(), asked.WorkspaceId, asked.RunId, asked.TaskId, asked.Agent,
            Choice = $"{(verdict.Approved ? "Approved" : "Rejected")}: {asked.Title}", Reasons = verdict.Comment is { Length: > 0 } comment ? [comment] : Array.Empty<string>(),
        }, cancellationToken);
        var said = new { approval = asked.Id, by = verdict.By, comment = verdict.Comment, content_hash = asked.ContentHash };
        if (!verdict.Approved)
        {
            await RunEvents.AppendAsync(scope, [new(asked.RunId, asked.WorkspaceId, EventTypes.ApprovalRejected, asked.TaskId, asked.Step, said)], cancellationToken);
            var reason = verdict.Comment is { Length: > 0 } why ? $"Its result was rejected: {why}" : "Its result was rejected.";
            return (await TaskCompletion.DieAsync(scope, ClaimOf(asked), new(reason, FailureCause.Rejected), cancellationToken))!;
        }
        await scope.ExecuteAsync(SucceedSql, new { asked.TaskId, asked.Fence }, cancellationToken);
        await CompletionStatements.KeepAsync(scope, asked.TaskId, cancellationToken);
        return await RunProgress.AdvanceAsync(scope, ClaimOf(asked), new(asked.RunId, asked.WorkspaceId, EventTypes.ApprovalGranted, asked.TaskId, asked.Step, said), cancellationToken);
    }

    private static TaskClaim ClaimOf(ApprovalRow asked) => new()
    {
        Id = asked.TaskId, WorkspaceId = asked.WorkspaceId, RunId = asked.RunId, Step = asked.Step, Guild = "", AgentCode = asked.Agent,
        Inputs = default, Attempt = asked.Attempt, MaxAttempts = 0, Fence = asked.Fence,
    };

    private sealed record ApprovalRow : ApprovalView
    {
        public Guid WorkspaceId { get; init; }
        public long Fence { get; init; }
        public short Attempt { get; init; }
        public bool Overdue { get; init; }

        /// <summary>Whether the task still waits, with the very content that was asked about.</summary>
        public bool Stands { get; init; }
    }
}

/// <summary>A person's word on a result.</summary>
/// <param name="Approved">Whether it may count.</param>
/// <param name="By">Who decides.</param>
/// <param name="Role">The role they have now.</param>
/// <param name="ContentHash">The hash of the content they saw, as the approval gave it.</param>
/// <param name="Comment">Why, up to 2,000 characters.</param>
public sealed record Verdict(bool Approved, Guid? By, Role Role, string ContentHash, string? Comment);

/// <summary>What became of a verdict.</summary>
public enum ApprovalOutcome
{
    Decided,
    NotFound,
    AlreadyDecided,
    Expired,
    RoleTooLow,

    /// <summary>The verdict is about other content than what waits.</summary>
    OtherContent,
}

/// <summary>An approval as the API shows it.</summary>
public record ApprovalView
{
    public Guid Id { get; init; }
    public Guid RunId { get; init; }
    public Guid TaskId { get; init; }
    public string Step { get; init; } = "";
    public string Title { get; init; } = "";
    public string Agent { get; init; } = "";

    /// <summary>The least role that may decide.</summary>
    public string Role { get; init; } = "";

    /// <summary>SHA-256 of the content, 64 hexadecimal digits; a decision names it.</summary>
    public string ContentHash { get; init; } = "";

    /// <summary>pending, approved, rejected, expired or withdrawn.</summary>
    public string Status { get; init; } = "";
    public DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public Guid? DecidedBy { get; init; }
    public string? Comment { get; init; }

    /// <summary>What is to be approved: the step's output. Null once the step has another, or none.</summary>
    public JsonElement? Content { get; init; }
}
