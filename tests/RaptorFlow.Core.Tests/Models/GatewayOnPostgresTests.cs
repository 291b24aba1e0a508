using Dapper;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RaptorFlow.Agents;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Models;
using RaptorFlow.Testing;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.Core.Tests.Models;

/// <summary>The whole way as it is registered: gateway, budget in Postgres with its real members, provider.</summary>
public sealed class GatewayOnPostgresTests(EmbeddedStack stack)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public async Task Ask_IsChargedToTheWorkspacesMembers(int members, bool offline)
    {
        await using var server = (await StartAsync()).On(Gpt, OpenAiAnswer("better", new { prompt_tokens = 1000, completion_tokens = 100, total_tokens = 1100 }));
        await using var database = await stack.CreateMigratedAsync();
        await using var source = NpgsqlDataSource.Create(database.AppConnectionString);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OPENAI_API_KEY"] = "key",
            ["Models:Providers:openai:BaseAddress"] = new Uri(server.Address, "v1").ToString(),
        }).Build();
        await using var services = new ServiceCollection().AddLogging().AddSingleton(new Database(source)).AddCosts(configuration).AddModels(configuration).BuildServiceProvider();
        var scope = GatewayUnderTest.Scope();
        await JoinAsync(services.GetRequiredService<Database>(), scope.WorkspaceId, members);

        var answer = await services.GetRequiredService<IModelGateway>().AskAsync(
            new() { Scope = scope, Tier = ModelTier.Balanced, Messages = [new(ChatRole.User, "Improve it.")], DraftJson = "{}", MaxOutputTokens = 500 }, Cancel);

        Assert.Equal(offline, answer.IsOffline);
        // gpt-6.2-sol of the shipped catalogue: 1000 at 2 and 100 at 10 micro-dollars.
        var expected = offline ? 0 : 3000;
        Assert.Equal(expected, answer.CostMicros);
        var remaining = (await services.GetRequiredService<IBudgetLedger>().LeftAsync(scope, Cancel)).Least();
        Assert.Equal((members * 10 * Money.MicrosPerUsd) - expected, remaining);
    }

    private static async Task JoinAsync(Database database, Guid workspace, int members)
    {
        await using var transaction = await database.BeginAsync(workspace, Cancel);
        for (var i = 0; i < members; i++)
        {
            await transaction.Connection.ExecuteAsync(
                """
                insert into users (id, provider, email, password_hash, created_at, updated_at) values (@user, 'builtin', @user || '@example.com', 'x', now(), now());
                insert into workspaces (id, name, created_by, created_at) values (@workspace, 'w', @user, now()) on conflict do nothing;
                insert into workspace_members (workspace_id, user_id, role, created_at) values (@workspace, @user, 'admin', now());
                """,
                new { user = Guid.CreateVersion7(), workspace });
        }
        await transaction.CommitAsync(Cancel);
    }
}
