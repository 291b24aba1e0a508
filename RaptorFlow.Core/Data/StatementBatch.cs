using Dapper;
using Npgsql;

namespace RaptorFlow.Core.Data;

/// <summary>
/// Statements that travel together: one round trip, one transaction, committed when all of them succeed. Parameters are positional
/// (<c>$1</c>), each statement's own.
/// </summary>
public sealed class StatementBatch
{
    // Rows are found by key, whatever the planner takes a table's size for: a queue fills and empties faster than statistics follow, and a plan
    // made while it was empty would read it whole for ever. So each connection makes its plans once; to look for better ones each time would cost
    // several times what the statements do.
    private const string Settings = """
        select set_config($1, $2, true), set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
               set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)
        """;

    private readonly NpgsqlDataSource? _source;
    private readonly NpgsqlConnection? _connection;
    private readonly List<NpgsqlBatchCommand> _commands = [];
    private readonly List<Func<NpgsqlDataReader, CancellationToken, Task>> _readers = [];

    internal StatementBatch(NpgsqlDataSource source, string setting, string value)
    {
        _source = source;
        Query(Settings, setting, value);
    }

    /// <summary>Statements that become part of a transaction that is open already; it decides whether they count.</summary>
    internal StatementBatch(Scope scope) => _connection = scope.Connection;

    /// <summary>Adds a statement that returns no columns.</summary>
    public void Execute(string sql, params object?[] args) => _commands.Add(Command(sql, args));

    /// <summary>Adds a statement whose rows nobody needs: a lock, a setting.</summary>
    public void Query(string sql, params object?[] args)
    {
        _commands.Add(Command(sql, args));
        _readers.Add((_, _) => Task.CompletedTask);
    }

    /// <summary>Adds a query; the list returned holds its rows once the batch has been sent.</summary>
    public IReadOnlyList<T> Query<T>(string sql, params object?[] args)
    {
        var rows = new List<T>();
        _commands.Add(Command(sql, args));
        _readers.Add(async (reader, cancellationToken) =>
        {
            var parse = reader.GetRowParser<T>();
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(parse(reader));
        });
        return rows;
    }

    /// <summary>Sends the statements and commits. When any of them fails, none has happened.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        Rows.Prepare();
        if (_connection is not null)
        {
            await SendAsync(_connection, cancellationToken);
            return;
        }
        await using var connection = await _source!.OpenConnectionAsync(cancellationToken);
        await SendAsync(connection, cancellationToken);
    }

    private async Task SendAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in _commands)
            batch.BatchCommands.Add(command);
        // Once for each connection; Postgres keeps the plans from then on. Not left to Npgsql's own counting of uses: a statement that
        // fails on the use that it is prepared by leaves the connection out of step (npgsql/npgsql#6391).
        await batch.PrepareAsync(cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var read in _readers)
        {
            await read(reader, cancellationToken);
            await reader.NextResultAsync(cancellationToken);
        }
    }

    private static NpgsqlBatchCommand Command(string sql, object?[] args)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var arg in args)
            command.Parameters.Add(new() { Value = arg ?? DBNull.Value });
        return command;
    }
}
