// Hangfire on PostgreSQL, woken by NOTIFY (EnableLongPolling), server and submitters in one process. Hangfire.Core has no bulk
// call. Tried beside it on two cores: 40 workers, statements prepared automatically (no better beyond the noise).
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hangfire;
using Hangfire.Common;
using Hangfire.Logging;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.States;
using Npgsql;

const int WarmUp = 50, OneByOne = 300, Workers = 20;
var arguments = Enumerable.Range(0, args.Length / 2).ToDictionary(i => args[2 * i], i => args[2 * i + 1]);
var jobs = Number("--jobs", 20_000) / 4;
var submitters = Number("--concurrency", 50);

var address = new Uri(arguments["--postgres"]);
var connectionString = new NpgsqlConnectionStringBuilder
{
    Host = address.Host,
    Port = address.Port,
    Username = address.UserInfo.Split(':')[0],
    Database = address.AbsolutePath.Trim('/'),
    MaxPoolSize = 100,
}.ConnectionString;

LogProvider.SetCurrentLogProvider(null);
var storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, Options()), Options());
var client = new BackgroundJobClient(storage);
using var server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = Workers }, storage);
await using var observer = new NpgsqlConnection(connectionString);
await observer.OpenAsync();
await using var succeeded = new NpgsqlCommand("SELECT count(*) FROM hangfire.job WHERE statename = 'Succeeded'", observer);
await succeeded.PrepareAsync();
await using var state = new NpgsqlCommand("SELECT statename FROM hangfire.job WHERE id = $1", observer) { Parameters = { new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint } } };
await state.PrepareAsync();

var noop = Job.FromExpression(() => Work.Noop());
await LowLoadAsync(WarmUp);
var (start, trip) = await LowLoadAsync(OneByOne);
await PerSecondAsync(1000);
var single = await PerSecondAsync(jobs);

var result = new Dictionary<string, object?>
{
    ["engine"] = "hangfire",
    ["version"] = $"{VersionOf(typeof(BackgroundJob))}, PostgreSql {VersionOf(typeof(PostgreSqlStorage))}",
    ["settings"] = $"WorkerCount {Workers}, EnableLongPolling, UseSlidingInvisibilityTimeout, QueuePollInterval 1 s",
    ["completion"] = "the job's row says Succeeded, asked for without a pause (throughput: every 20 ms)",
    ["jobs_single"] = jobs,
    ["submitters"] = submitters,
    ["throughput_bulk_per_s"] = null,
    ["throughput_single_per_s"] = Math.Round(single, 1),
};
foreach (var percent in (int[])[50, 95, 99])
{
    result[$"start_p{percent}_ms"] = Percentile(start, percent);
    result[$"round_trip_p{percent}_ms"] = Percentile(trip, percent);
}

Console.WriteLine(JsonSerializer.Serialize(result));
server.SendStop();

static PostgreSqlStorageOptions Options() => new()
{
    EnableLongPolling = true,
    UseSlidingInvisibilityTimeout = true,
    QueuePollInterval = TimeSpan.FromSeconds(1),
};

int Number(string name, int otherwise) =>
    arguments.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

string Submit() => client.Create(noop, new EnqueuedState());

async Task<(List<double> Start, List<double> Trip)> LowLoadAsync(int count)
{
    List<double> starts = [], trips = [];
    for (var i = 0; i < count; i++)
    {
        var begun = Stopwatch.GetTimestamp();
        state.Parameters[0].Value = long.Parse(Submit(), CultureInfo.InvariantCulture);
        while (await state.ExecuteScalarAsync() is not "Succeeded")
        {
        }

        trips.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        starts.Add(Stopwatch.GetElapsedTime(begun, Interlocked.Read(ref Work.StartedAt)).TotalMilliseconds);
    }

    return (starts, trips);
}

async Task<double> PerSecondAsync(int count)
{
    var wanted = (long)(await succeeded.ExecuteScalarAsync())! + count;
    var left = count;
    var begun = Stopwatch.GetTimestamp();
    var threads = Enumerable.Range(0, submitters).Select(_ => new Thread(() =>
    {
        while (Interlocked.Decrement(ref left) >= 0)
        {
            Submit();
        }
    })).ToList();
    threads.ForEach(thread => thread.Start());
    while ((long)(await succeeded.ExecuteScalarAsync())! < wanted)
    {
        await Task.Delay(20);
    }

    return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
}

static double Percentile(List<double> values, int percent)
{
    var sorted = values.Order().ToList();
    return Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(percent / 100.0 * sorted.Count) - 1)], 3);
}

static string VersionOf(Type type) =>
    FileVersionInfo.GetVersionInfo(type.Assembly.Location).ProductVersion!.Split('+')[0];

public static class Work
{
    public static long StartedAt;

    public static void Noop() => Interlocked.Exchange(ref StartedAt, Stopwatch.GetTimestamp());
}
