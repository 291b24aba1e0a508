using System.Globalization;
using RaptorFlow.Embedded.Redis;

namespace RaptorFlow.Faults.Tests;

/// <summary>
/// A thousand runs while hosts and the API are killed and frozen, Redis forgets, Postgres crashes and connections drop, by a schedule from a seed
/// (<c>RAPTORFLOW_FAULTS_SEED</c>). Afterwards the ledger must be as if nothing had happened.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Hosts = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("RAPTORFLOW_FAULTS_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 20261123;

    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("RAPTORFLOW_FAULTS_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : 1_000;

    [Fact]
    public async Task Runs_WhileEverythingFailsOverGarnet_EachFinishOnceAndNothingIsLost() =>
        await EndureAsync(new ForgetfulGarnet(await EmbeddedGarnet.StartAsync(cancellationToken: Token)), Runs);

    [Fact]
    public async Task Runs_WhileEverythingFailsOverRedisServer_EachFinishOnceAndNothingIsLost()
    {
        Assert.SkipUnless(ForgetfulRedisServer.IsInstalled || Environment.GetEnvironmentVariable("CI") == "true", "redis-server is not installed.");
        await EndureAsync(new ForgetfulRedisServer(), Runs / 4);
    }

    private async Task EndureAsync(IForgetfulRedis redis, int runs)
    {
        await using var installation = await Installation.StartAsync(redis, Hosts, Token);
        await using var api = await ApiFront.StartAsync(installation.Settings, Token);
        var workload = new Workload(installation, api, Seed);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var faults = FailAsync(installation, api, new Random(Seed), enough.Token);
        await workload.SubmitAsync(runs, Token);
        await Task.WhenAny(installation.RestAsync(enough.Token), Task.Delay(TimeSpan.FromSeconds(30), Token));
        await enough.CancelAsync();
        await faults;
        await workload.ResumeAsync(Token);
        await installation.RestAsync(Token);

        var wrong = await new LedgerChecker(Ledger(installation)).CheckAsync([.. workload.Accepted], Token);

        Assert.True(wrong.Count == 0, $"seed {Seed}:\n{string.Join('\n', wrong)}");
        Assert.Equal(runs, workload.Accepted.Count);
    }

    private async Task FailAsync(Installation installation, ApiFront api, Random random, CancellationToken enough)
    {
        try
        {
            while (true)
            {
                await Task.Delay(random.Next(1_500, 5_000), enough);
                var (fault, host) = (random.Next(8), random.Next(Hosts));
                output.WriteLine($"{fault switch { 0 or 1 => $"kill host {host}", 2 => $"freeze host {host}", 3 => "Redis forgets", 4 => "Postgres crashes", 5 => "kill the API", 6 => "freeze the API", _ => "connections drop" }}");
                // Begun is finished: a fault that was cut short would leave a host frozen.
                await (fault switch
                {
                    0 or 1 => installation.KillHostAsync(host),
                    2 => installation.FreezeHostAsync(host, CancellationToken.None),
                    3 => installation.LoseRedisAsync(CancellationToken.None),
                    4 => installation.Postgres.CrashAsync(CancellationToken.None),
                    5 => api.KillAsync(),
                    6 => api.FreezeAsync(),
                    _ => installation.DropConnectionsAsync(CancellationToken.None),
                });
            }
        }
        catch (OperationCanceledException)
        {
            // Peace.
        }
    }

    private static string Ledger(Installation installation) =>
        new Npgsql.NpgsqlConnectionStringBuilder(installation.Postgres.Server.SuperuserConnectionString) { Database = "raptorflow" }.ConnectionString;
}
