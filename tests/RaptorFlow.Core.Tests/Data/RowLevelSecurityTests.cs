using Npgsql;
using RaptorFlow.Core.Data;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Data;

public sealed class RowLevelSecurityTests(EmbeddedStack stack) : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await stack.CreateMigratedAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task EveryTableWithAWorkspace_IsForcedAndHasATenantPolicy()
    {
        await using var source = NpgsqlDataSource.Create(_database.OwnerConnectionString);
        await using var command = source.CreateCommand("""
            select c.relname, c.relrowsecurity and c.relforcerowsecurity,
                   (select count(*) from pg_policy p where p.polrelid = c.oid and pg_get_expr(p.polqual, p.polrelid) like '%current_workspaces()%')
            from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
            where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
            """);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var tables = 0;
        while (await reader.ReadAsync(Token))
        {
            tables++;
            Assert.True(reader.GetBoolean(1), $"{reader.GetString(0)} does not force row-level security.");
            Assert.True(reader.GetInt64(2) > 0, $"{reader.GetString(0)} has no tenant policy.");
        }
        Assert.True(tables >= 8, $"only {tables} tenant tables were found.");
    }

    [Theory]
    [InlineData("committed")]
    [InlineData("rolled back")]
    [InlineData("failed")]
    [InlineData("batch")]
    [InlineData("failed batch")]
    public async Task AConnection_GivenBackAsTheProductConfiguresIt_KeepsNothingOfItsTenant(string end)
    {
        var builder = new NpgsqlDataSourceBuilder(_database.AppConnectionString) { ConnectionStringBuilder = { NoResetOnClose = true, MaxPoolSize = 1 } };
        await using var source = builder.Build();
        var database = new Database(source);
        var workspace = Guid.CreateVersion7();
        await using var connection = await source.OpenConnectionAsync(Token);
        var backend = connection.ProcessID;
        await connection.CloseAsync();

        await (end switch
        {
            "committed" => InScopeAsync("insert into campaigns (id, workspace_id, name, objective) values (@Id, @Id, 'x', 'awareness')", commit: true),
            "rolled back" => InScopeAsync("select 1", commit: false),
            "failed" => Assert.ThrowsAsync<PostgresException>(() => InScopeAsync("select 1 / 0", commit: true)),
            "batch" => InBatchAsync("select 1"),
            _ => Assert.ThrowsAsync<PostgresException>(() => InBatchAsync("select 1 / 0")),
        });

        await connection.OpenAsync(Token);
        Assert.Equal(backend, connection.ProcessID);
        await using var command = new NpgsqlCommand("select coalesce(current_setting('raptorflow.workspaces', true), ''), current_setting('enable_seqscan'), (select count(*) from campaigns)", connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        Assert.True(await reader.ReadAsync(Token));
        Assert.Equal(("", "on", 0L), (reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));

        async Task InScopeAsync(string sql, bool commit)
        {
            await using var scope = await database.BeginAsync(workspace, Token);
            await scope.ExecuteAsync(sql, new { Id = workspace }, Token);
            if (commit)
                await scope.CommitAsync(Token);
        }

        async Task InBatchAsync(string sql)
        {
            var batch = database.Batch([workspace]);
            batch.Query(sql);
            await batch.SendAsync(Token);
        }
    }

    [Fact]
    public async Task EveryTenantTable_WithoutAWorkspaceNamed_IsEmptyToTheAppRole()
    {
        await using var source = NpgsqlDataSource.Create(_database.AppConnectionString);
        var workspace = Guid.CreateVersion7();
        await using (var scope = await new Database(source).BeginAsync(workspace, Token))
        {
            await scope.ExecuteAsync("insert into campaigns (id, workspace_id, name, objective) values (@Id, @Id, 'x', 'awareness')", new { Id = workspace }, Token);
            await scope.CommitAsync(Token);
        }
        await using var command = source.CreateCommand("select count(*) from campaigns");
        Assert.Equal(0L, await command.ExecuteScalarAsync(Token));
        await using var other = await new Database(source).BeginAsync(Guid.CreateVersion7(), Token);
        Assert.Equal(0, await other.FirstAsync<int>("select count(*) from campaigns", null, Token));
        Assert.Equal(0, await other.ExecuteAsync("update campaigns set name = 'stolen'", null, Token));
    }

    [Fact]
    public async Task Insert_IntoAnotherWorkspace_IsRefused()
    {
        await using var source = NpgsqlDataSource.Create(_database.AppConnectionString);
        await using var scope = await new Database(source).BeginAsync(Guid.CreateVersion7(), Token);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() =>
            scope.ExecuteAsync("insert into campaigns (id, workspace_id, name, objective) values (@Id, @Id, 'x', 'awareness')", new { Id = Guid.CreateVersion7() }, Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Sweep_SeesWorkOfAllWorkspacesAndChangesNone()
    {
        await using var ledger = await LedgerFixture.CreateAsync(stack);
        await ledger.SubmitAsync(LedgerFixture.Step("a"), LedgerFixture.Step("b", "a"));
        await using var sweep = await ledger.Database.BeginSweepAsync(Token);

        Assert.Equal(2, await sweep.FirstAsync<int>("select count(*) from tasks", null, Token));
        Assert.Equal(0, await sweep.ExecuteAsync("update tasks set status = 'dead'", null, Token));
        Assert.Equal(0, await sweep.ExecuteAsync("update runs set status = 'failed'", null, Token));
        Assert.Equal(0, await sweep.ExecuteAsync("delete from runs", null, Token));
        Assert.Equal(0, await sweep.FirstAsync<int>("select count(*) from task_edges", null, Token));
    }

    [Fact]
    public async Task Verify_OwnerRole_IsRefused()
    {
        await using var owner = NpgsqlDataSource.Create(_database.OwnerConnectionString);
        await using var app = NpgsqlDataSource.Create(_database.AppConnectionString);

        await Assert.ThrowsAsync<UnsafeRoleException>(() => AppRole.VerifyAsync(owner, Token));
        await AppRole.VerifyAsync(app, Token);
    }
}
