using System.CommandLine;
using System.Text.Json;
using RaptorFlow.Bench;
using RaptorFlow.Bench.Models;
using RaptorFlow.Bench.Retrieval;

var postgres = new Option<string>("--postgres") { Description = "An empty database, as its owner", Required = true };
var redis = new Option<string>("--redis") { Description = "HOST:PORT of a server of the Redis protocol", Required = true };
var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => 20_000 };
var concurrency = new Option<int>("--concurrency") { Description = "Submitters at once", DefaultValueFactory = _ => 50 };
var count = new Option<int>("--count") { Description = "How many of what is varied", DefaultValueFactory = _ => 1 };

var root = new RootCommand("Measures this engine; bench/engines.py, bench/growth.py and bench/models.py bring the servers.")
{
    Measure("engines", "What bench/engines.py measures of every engine", p => EnginesBench.RunAsync(p.Postgres, p.Redis, p.Jobs, p.Concurrency)),
    Measure("hops", "Where the time of a round trip goes", p => Trip.HopsAsync(p.Postgres, p.Redis, p.Count)),
    Measure("queue", "Tasks that wait before a host begins", p => GrowthBench.QueueAsync(p.Postgres, p.Redis, p.Count)),
    Measure("workspaces", "Tasks of many workspaces", p => GrowthBench.WorkspacesAsync(p.Postgres, p.Redis, p.Jobs, p.Count)),
    Measure("hosts", "Tasks for several hosts", p => GrowthBench.HostsAsync(p.Postgres, p.Redis, p.Jobs, p.Count)),
    Measure("followers", "Events of one run to many WebSocket clients", p => FollowersBench.FollowAsync(p.Postgres, p.Redis, p.Count)),
    Measure("soak", "Minutes of runs while what is finished is pruned", p => SoakBench.EndureAsync(p.Postgres, p.Redis, p.Count)),
    Measure("fan-out", "Twenty agents at once, and a join", p => GrowthBench.FanOutAsync(p.Postgres, p.Redis, p.Count)),
    Measure("models", "What the pipeline adds to a model's call", p => ModelsBench.RunAsync(p.Postgres, p.Redis, p.Jobs, p.Count)),
    Measure("day", "A day of runs, and what of it was answered again", p => DayBench.ReplayAsync(p.Postgres, p.Redis, p.Jobs, p.Count)),
};
var vendor = new Command("vendor", "A provider for the others, until the process ends");
vendor.SetAction((_, _) => Vendor.ServeAsync());
root.Add(vendor);
var passages = new Option<int>("--passages") { Description = "How many the speed is measured at; 0 leaves that out", DefaultValueFactory = _ => 100_000 };
var retrieval = new Command("retrieval", "How well and how fast memory is searched, with a Postgres of its own") { passages };
retrieval.SetAction(async (parsed, _) => Console.WriteLine(JsonSerializer.Serialize(await RetrievalBench.RunAsync(parsed.GetValue(passages)))));
root.Add(retrieval);
return await root.Parse(args).InvokeAsync();

Command Measure(string name, string description, Func<Parameters, Task<object>> measure)
{
    var command = new Command(name, description) { postgres, redis, jobs, concurrency, count };
    command.SetAction(async (parsed, _) => Console.WriteLine(JsonSerializer.Serialize(await measure(new(
        parsed.GetRequiredValue(postgres), parsed.GetRequiredValue(redis), parsed.GetValue(jobs), parsed.GetValue(concurrency), parsed.GetValue(count))))));
    return command;
}

internal sealed record Parameters(string Postgres, string Redis, int Jobs, int Concurrency, int Count);
