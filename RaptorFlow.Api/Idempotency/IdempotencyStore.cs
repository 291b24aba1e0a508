using Dapper;
using RaptorFlow.Core.Data;

namespace RaptorFlow.Api.Idempotency;

/// <summary>Keys of requests and what they were answered. They expire by the database's clock: one API's must not end what another reserved.</summary>
internal sealed class IdempotencyStore(Database database)
{
    /// <summary>How long a reservation outlives the process that made it; renewed while the request runs.</summary>
    public static readonly TimeSpan Reservation = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>Takes the key for <paramref name="request"/>, or returns who has it.</summary>
    public async Task<IdempotencyRow?> ReserveAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(request.WorkspaceId, cancellationToken);
        await scope.Connection.ExecuteAsync(new CommandDefinition(
            "delete from idempotency_keys where workspace_id = @WorkspaceId and expires_at <= now()", new { request.WorkspaceId }, cancellationToken: cancellationToken));
        var mine = await scope.Connection.ExecuteAsync(new CommandDefinition("""
            insert into idempotency_keys (workspace_id, key, route, request_hash, owner, created_at, expires_at)
            values (@WorkspaceId, @Key, @Route, @Hash, @Owner, now(), now() + @Reservation)
            on conflict do nothing
            """, new { request.WorkspaceId, request.Key, request.Route, request.Hash, request.Owner, Reservation }, cancellationToken: cancellationToken));
        var other = mine == 1 ? null : await FindAsync(scope, request, cancellationToken);
        await scope.CommitAsync(cancellationToken);
        return other;
    }

    /// <summary>Who has the key; null when nobody does any more.</summary>
    public async Task<IdempotencyRow?> FindAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(request.WorkspaceId, cancellationToken);
        return await FindAsync(scope, request, cancellationToken);
    }

    /// <summary>Keeps the reservation.</summary>
    public async Task RenewAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(request.WorkspaceId, cancellationToken);
        await scope.Connection.ExecuteAsync(new CommandDefinition(
            "update idempotency_keys set expires_at = now() + @Reservation where workspace_id = @WorkspaceId and key = @Key and owner = @Owner and status is null",
            new { request.WorkspaceId, request.Key, request.Owner, Reservation }, cancellationToken: cancellationToken));
        await scope.CommitAsync(cancellationToken);
    }

    public async Task ReleaseAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(request.WorkspaceId, cancellationToken);
        await scope.Connection.ExecuteAsync(new CommandDefinition(
            "delete from idempotency_keys where workspace_id = @WorkspaceId and key = @Key and owner = @Owner and status is null",
            new { request.WorkspaceId, request.Key, request.Owner }, cancellationToken: cancellationToken));
        await scope.CommitAsync(cancellationToken);
    }

    public async Task SaveAsync(IdempotentRequest request, IdempotentAnswer answer, CancellationToken cancellationToken)
    {
        await using var scope = await database.BeginAsync(request.WorkspaceId, cancellationToken);
        await SaveAsync(scope, request, answer, cancellationToken);
        await scope.CommitAsync(cancellationToken);
    }

    /// <returns>False when the key has gone to somebody else meanwhile.</returns>
    public static async Task<bool> SaveAsync(Scope scope, IdempotentRequest request, IdempotentAnswer answer, CancellationToken cancellationToken) =>
        await scope.Connection.ExecuteAsync(new CommandDefinition("""
            update idempotency_keys
            set status = @Status, content_type = @ContentType, location = @Location, body = @Body, expires_at = now() + @Kept
            where workspace_id = @WorkspaceId and key = @Key and owner = @Owner
            """, new { request.WorkspaceId, request.Key, request.Owner, answer.Status, answer.ContentType, answer.Location, answer.Body, Kept }, cancellationToken: cancellationToken)) == 1;

    private static Task<IdempotencyRow?> FindAsync(Scope scope, IdempotentRequest request, CancellationToken cancellationToken) =>
        scope.Connection.QuerySingleOrDefaultAsync<IdempotencyRow>(new CommandDefinition("""
            select route, request_hash as Hash, status, content_type as ContentType, location, body
            from idempotency_keys where workspace_id = @WorkspaceId and key = @Key
            """, new { request.WorkspaceId, request.Key }, cancellationToken: cancellationToken));
}

internal sealed record IdempotencyRow
{
    public required string Route { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>Null while the request is being served.</summary>
    public int? Status { get; init; }

    public string? ContentType { get; init; }

    public string? Location { get; init; }

    public byte[]? Body { get; init; }
}

internal sealed record IdempotentAnswer(int Status, string? ContentType, string? Location, byte[] Body);
