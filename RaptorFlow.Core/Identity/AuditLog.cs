using Dapper;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Core.Identity;

/// <summary>Who did what, when, from where; written in the transaction of the deed, never changed.</summary>
public static class AuditLog
{
    public static Task WriteAsync(Scope scope, AuditEntry entry, DateTimeOffset now, CancellationToken cancellationToken) =>
        scope.Connection.ExecuteAsync(new CommandDefinition("""
            insert into audit_log (id, workspace_id, user_id, action, subject, address, at)
            values (@id, @WorkspaceId, @UserId, @Action, @Subject, @Address, @now)
            """, new { id = Guid.CreateVersion7(now), entry.WorkspaceId, entry.UserId, entry.Action, entry.Subject, entry.Address, now }, cancellationToken: cancellationToken));
}

/// <param name="Action">What was done, <c>member.added</c>.</param>
/// <param name="UserId">Who did it, when known.</param>
/// <param name="WorkspaceId">Where; null for sign-in and sign-out.</param>
/// <param name="Subject">To what or whom: an id, never a secret.</param>
/// <param name="Address">The client's address.</param>
public sealed record AuditEntry(string Action, Guid? UserId, Guid? WorkspaceId = null, string? Subject = null, string? Address = null);
