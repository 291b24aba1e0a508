using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace RaptorFlow.Core.Data;

/// <summary>Opens transactions under row-level security: nothing is visible but the rows of the workspaces named.</summary>
public sealed class Database(NpgsqlDataSource source)
{
    private const string Workspaces = "raptorflow.workspaces";

    /// <summary>A transaction that sees and changes one workspace.</summary>
    public Task<Scope> BeginAsync(Guid workspaceId, CancellationToken cancellationToken) => BeginAsync([workspaceId], cancellationToken);

    /// <summary>A transaction that sees and changes the workspaces named.</summary>
    public Task<Scope> BeginAsync(IReadOnlyCollection<Guid> workspaceIds, CancellationToken cancellationToken) =>
        Scope.BeginAsync(source, Workspaces, Array(workspaceIds), cancellationToken);

    /// <summary>A batch of statements that see and change the workspaces named; one round trip and one transaction.</summary>
    public StatementBatch Batch(IEnumerable<Guid> workspaceIds) => new(source, Workspaces, Array(workspaceIds));

    /// <summary>A transaction that sees the memberships of one user, across workspaces.</summary>
    public Task<Scope> BeginUserAsync(Guid userId, CancellationToken cancellationToken) =>
        Scope.BeginAsync(source, "raptorflow.user", userId.ToString(), cancellationToken);

    /// <summary>A transaction that may look for work in every workspace and change nothing in any.</summary>
    public Task<Scope> BeginSweepAsync(CancellationToken cancellationToken) =>
        Scope.BeginAsync(source, "raptorflow.sweep", "on", cancellationToken);

    /// <summary>A transaction on tables that belong to no workspace.</summary>
    public Task<Scope> BeginAsync(CancellationToken cancellationToken) => Scope.BeginAsync(source, null, "", cancellationToken);

    private static string Array(IEnumerable<Guid> ids) => $"{{{string.Join(',', ids)}}}";
}

/// <summary>A transaction; rolled back unless committed.</summary>
public sealed class Scope : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private Scope(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        Connection = connection;
        _transaction = transaction;
    }

    /// <summary>The connection, with the transaction open.</summary>
    public NpgsqlConnection Connection { get; }

    internal static async Task<Scope> BeginAsync(NpgsqlDataSource source, string? setting, string value, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            if (setting is not null)
            {
                await using var command = new NpgsqlCommand("select set_config($1, $2, true)", connection);
                command.Parameters.Add(new() { Value = setting, NpgsqlDbType = NpgsqlDbType.Text });
                command.Parameters.Add(new() { Value = value, NpgsqlDbType = NpgsqlDbType.Text });
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            return new(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
