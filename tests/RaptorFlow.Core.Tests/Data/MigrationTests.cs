using Npgsql;
using RaptorFlow.Migrator;
using RaptorFlow.Testing;

namespace RaptorFlow.Core.Tests.Data;

/// <summary>What an installation has is there, and right, after its schema has moved on. Row-level security holds for migrations as well.</summary>
public sealed class MigrationTests(EmbeddedStack stack)
{
    private const string Rows = """
        select set_config('raptorflow.workspaces', '{018f0000-0000-7000-8000-000000000001}', false);
        insert into runs (id, workspace_id, workflow, definition, input, status)
        values ('018f0000-0000-7000-8000-000000000002', '018f0000-0000-7000-8000-000000000001', 'onboarding', '{}', '{}', 'running');
        insert into tasks (id, workspace_id, run_id, step, position, title, guild, agent_code, inputs, optional, keep, status, priority, waiting_on, max_attempts)
        values ('018f0000-0000-7000-8000-000000000003', '018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002', 'market', 0, 'Market', 'research', 'RES-001', '{}', false, true, 'running', 1, 0, 3);
        insert into task_attempts (workspace_id, task_id, fence, attempt, host, started_at)
        values ('018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000003', 1, 1, 'a host', now());
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tasks_OfBeforeThereWereLanes_AreInTheLaneOfTheirGuild_AndAttemptsUnderWayAreForgotten()
    {
        await using var database = await stack.CreateDatabaseAsync();
        Migrate(database, before: "20261123_0400");
        await using var source = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using (var command = source.CreateCommand(Rows))
            await command.ExecuteNonQueryAsync(Token);

        Migrate(database);

        await using var read = source.CreateCommand("""
            select set_config('raptorflow.workspaces', '{018f0000-0000-7000-8000-000000000001}', false);
            select lane, (select count(*) from task_attempts), (select relforcerowsecurity from pg_class where relname = 'tasks') from tasks
            """);
        await using var reader = await read.ExecuteReaderAsync(Token);
        await reader.NextResultAsync(Token);
        Assert.True(await reader.ReadAsync(Token));
        Assert.Equal(("research", 0L, true), (reader.GetString(0), reader.GetInt64(1), reader.GetBoolean(2)));
    }

    private static void Migrate(TestDatabase database, string? before = null)
    {
        using var error = new StringWriter();
        Assert.True(Schema.Migrate(database.OwnerConnectionString, null, TextWriter.Null, error, before), error.ToString());
    }
}
