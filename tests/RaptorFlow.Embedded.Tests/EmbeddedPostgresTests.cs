using Npgsql;
using RaptorFlow.Testing;

namespace RaptorFlow.Embedded.Tests;

public sealed class EmbeddedPostgresTests(EmbeddedStack stack)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("raptorflow_owner")]
    [InlineData("raptorflow_app")]
    public async Task Roles_OfTheServer_CannotBypassAnything(string role)
    {
        var postgres = await stack.PostgresAsync();
        await using var source = NpgsqlDataSource.Create(postgres.SuperuserConnectionString);
        await using var command = source.CreateCommand("select rolcanlogin and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication) from pg_roles where rolname = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = role });

        Assert.Equal(true, await command.ExecuteScalarAsync(Cancelled));
    }

    [Fact]
    public async Task AppRole_WhatTheOwnerMade_IsClosedUntilGranted()
    {
        await using var database = await stack.CreateDatabaseAsync();
        await ExecuteAsync(database.OwnerConnectionString, "create table secrets (value text)");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(database.AppConnectionString, "select * from secrets"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);

        await ExecuteAsync(database.OwnerConnectionString, "grant select on secrets to raptorflow_app");
        await ExecuteAsync(database.AppConnectionString, "select * from secrets");
    }

    [Fact]
    public async Task AppRole_CannotCreateTables()
    {
        await using var database = await stack.CreateDatabaseAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(database.AppConnectionString, "create table mine (value text)"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Databases_OfTwoTests_ShareNothing()
    {
        await using var one = await stack.CreateDatabaseAsync();
        await using var other = await stack.CreateDatabaseAsync();
        await ExecuteAsync(one.OwnerConnectionString, "create table things (value text)");

        var missing = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(other.OwnerConnectionString, "select * from things"));

        Assert.Equal(PostgresErrorCodes.UndefinedTable, missing.SqlState);
    }

    [Fact]
    public async Task Template_AskedForTwice_IsPreparedOnceAndCopied()
    {
        var prepared = 0;
        Task Prepare(string owner)
        {
            prepared++;
            return ExecuteAsync(owner, "create table things (value text); insert into things values ('made')");
        }

        await using var one = await stack.CreateDatabaseAsync("template_things", Prepare);
        await using var other = await stack.CreateDatabaseAsync("template_things", Prepare);
        await ExecuteAsync(one.OwnerConnectionString, "delete from things");

        await using var source = NpgsqlDataSource.Create(other.OwnerConnectionString);
        await using var command = source.CreateCommand("select value from things");
        Assert.Equal("made", await command.ExecuteScalarAsync(Cancelled));
        Assert.Equal(1, prepared);
    }

    [Fact]
    public async Task Text_OfOtherLanguages_FollowsUnicode()
    {
        await using var database = await stack.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database.AppConnectionString);
        await using var command = source.CreateCommand("select lower('ÀÉÎ ŁÓDŹ ΣΆΜΟΣ')");

        Assert.StartsWith("àéî łódź", (string?)await command.ExecuteScalarAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_WithAWrongPassword_AreRefused()
    {
        var postgres = await stack.PostgresAsync();
        var wrong = new NpgsqlConnectionStringBuilder(postgres.AppConnectionString) { Password = "guess" }.ConnectionString;

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(wrong, "select 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}
