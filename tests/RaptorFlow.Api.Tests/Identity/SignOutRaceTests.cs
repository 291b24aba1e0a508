using System.Net.Http.Json;
using Npgsql;

namespace RaptorFlow.Api.Tests.Identity;

/// <summary>Has a host, and so a database, of its own: it counts who waits there.</summary>
public sealed class SignOutRaceTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logout_WhileARefreshIsUnderWay_EndsTheSessionAllTheSame()
    {
        var person = await host.SignUpAsync();
        await using var data = NpgsqlDataSource.Create(host.OwnerConnectionString);
        await using var connection = await data.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using (var hold = new NpgsqlCommand("select from users where id = $1 for update", connection, transaction) { Parameters = { new() { Value = person.Id } } })
            await hold.ExecuteNonQueryAsync(Token);

        var refresh = host.Anonymous().PostAsJsonAsync("/auth/v1/token?grant_type=refresh_token", new { refresh_token = person.RefreshToken }, Token);
        await WaitersAsync(data, 1);
        var logout = person.Client.PostForAsync("/auth/v1/logout", new { }, 204);
        await WaitersAsync(data, 2);
        await transaction.RollbackAsync(Token);
        await Task.WhenAll(refresh, logout);

        await person.Client.GetForAsync("/auth/v1/user", 403);
    }

    private static async Task WaitersAsync(NpgsqlDataSource data, long count)
    {
        await using var waiters = data.CreateCommand("select count(*) from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0");
        while ((long)(await waiters.ExecuteScalarAsync(Token))! < count)
            Token.ThrowIfCancellationRequested();
    }
}
