using System.CommandLine;
using System.Text.Json;
using RaptorFlow.Bench;

var postgres = new Option<string>("--postgres") { Description = "An empty database, as its owner", Required = true };
var redis = new Option<string>("--redis") { Description = "HOST:PORT of a server of the Redis protocol", Required = true };
var jobs = new Option<int>("--jobs") { DefaultValueFactory = _ => 20_000 };
var concurrency = new Option<int>("--concurrency") { Description = "Submitters at once", DefaultValueFactory = _ => 50 };

var engines = new Command("engines", "What bench/engines.py measures of every engine") { postgres, redis, jobs, concurrency };
engines.SetAction(async (parsed, _) => Console.WriteLine(JsonSerializer.Serialize(await EnginesBench.RunAsync(
    parsed.GetRequiredValue(postgres), parsed.GetRequiredValue(redis), parsed.GetValue(jobs), parsed.GetValue(concurrency)))));

return await new RootCommand("Measures this engine.") { engines }.Parse(args).InvokeAsync();
