using System.Globalization;
using RaptorFlow.Embedded.Redis;

namespace RaptorFlow.Faults.Tests;

/// <summary>
/// A thousand runs while hosts and the API are killed and frozen, hosts' clocks step, Redis forgets, Postgres crashes and connections drop, by a
/// schedule from a seed (<c>RAPTORFLOW_FAULTS_SEED</c>). Afterwards the ledger must be as if nothing had happened.
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

    [Fact]
    public async Task Runs_OnAHostWhoseClockSteps_AreMadeByThatClockAndKeptByTheDatabases()
    {
        await using var installation = await Installation.StartAsync(new ForgetfulGarnet(await EmbeddedGarnet.StartAsync(cancellationToken: Token)), 1, Token);
        TimeSpan[] steps = [TimeSpan.FromHours(5), TimeSpan.FromHours(-5), TimeSpan.FromDays(-3), TimeSpan.FromSeconds(90), TimeSpan.Zero];
        foreach (var step in steps)
        {
            installation.StepClock(0, step);
            // Long enough for the clock to be looked at anew before it ends.
            await installation.SubmitAsync(installation.Workspaces[0], """{"milliseconds":200}""", [new() { Key = "one", Title = "One", Agent = "EFF-001", Inputs = new Dictionary<string, string> { ["milliseconds"] = "input.milliseconds" } }], Token);
            await installation.RestAsync(Token);
        }

        var errors = await installation.ClockErrorsAsync(Token);

        Assert.Equal(steps.Length, errors.Count);
        Assert.All(errors.Zip(steps), e => Assert.InRange(e.First - e.Second, TimeSpan.FromSeconds(-30), TimeSpan.FromSeconds(1)));
        Assert.Empty(await new LedgerChecker(Ledger(installation)).CheckAsync([], Token));
    }

    private async Task EndureAsync(IForgetfulRedis redis, int runs)
    {
        await using var installation = await Installation.StartAsync(redis, Hosts, Token);
        await using var api = await ApiFront.StartAsync(installation.Settings, Token);
        var workload = new Workload(installation, api, Seed);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var faults = Task.WhenAll(FailAsync(installation, api, new Random(Seed), enough.Token), StepClocksAsync(installation, new Random(Seed + 1), enough.Token));
        await workload.SubmitAsync(runs, Token);
        await Task.WhenAny(installation.RestAsync(enough.Token), Task.Delay(TimeSpan.FromSeconds(30), Token));
        await enough.CancelAsync();
        await faults;
        installation.Reconnect();
        await workload.ResumeAsync(Token);
        await installation.RestAsync(Token);

        var wrong = await new LedgerChecker(Ledger(installation)).CheckAsync([.. workload.Accepted], Token);

        Assert.True(wrong.Count == 0, $"seed {Seed}:\n{string.Join('\n', wrong)}");
        Assert.Equal(runs, workload.Accepted.Count);
        // Which steps meet work is a matter of pace. Ahead is ahead; behind could also be a slow commit.
        Assert.Contains(await installation.ClockErrorsAsync(Token), e => e > TimeSpan.FromSeconds(1));
    }

    private Task FailAsync(Installation installation, ApiFront api, Random random, CancellationToken enough) => AgainAsync(random, 1_500, 5_000, () =>
    {
        var (fault, host) = (random.Next(8), random.Next(Hosts));
        output.WriteLine($"{fault switch { 0 or 1 => $"kill host {host}", 2 => $"freeze host {host}", 3 => "Redis forgets", 4 => "Postgres crashes", 5 => "kill the API", 6 => "freeze the API", _ => "connections drop" }}");
        // Begun is finished: a fault that was cut short would leave a host frozen.
        return fault switch
        {
            0 or 1 => installation.KillHostAsync(host),
            2 => installation.FreezeHostAsync(host, CancellationToken.None),
            3 => installation.LoseRedisAsync(CancellationToken.None),
            4 => installation.Postgres.CrashAsync(CancellationToken.None),
            5 => api.KillAsync(),
            6 => api.FreezeAsync(),
            _ => installation.DropConnectionsAsync(CancellationToken.None),
        };
    }, enough);

    // Beside the other faults, so that they meet each other; a step takes no time.
    private Task StepClocksAsync(Installation installation, Random random, CancellationToken enough) => AgainAsync(random, 300, 2_500, () =>
    {
        // From a second to a day, as often of each size, forward and back; sometimes right again.
        var offset = random.Next(5) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Pow(86_400, random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1));
        var host = random.Next(Hosts);
        output.WriteLine($"the clock of host {host} is off by {offset}");
        installation.StepClock(host, offset);
        return Task.CompletedTask;
    }, enough);

    // Over and over, so many milliseconds apart, until it is enough.
    private static async Task AgainAsync(Random random, int least, int most, Func<Task> act, CancellationToken enough)
    {
        try
        {
            while (true)
            {
                await Task.Delay(random.Next(least, most), enough);
                await act();
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
            // Peace.
        }
    }

    private static string Ledger(Installation installation) =>
        new Npgsql.NpgsqlConnectionStringBuilder(installation.Postgres.Server.SuperuserConnectionString) { Database = "raptorflow" }.ConnectionString;
}
