using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RaptorFlow.Core;
using RaptorFlow.Core.Cache;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Models;
using RaptorFlow.Core.Runs;
using RaptorFlow.ServiceDefaults;
using RaptorFlow.Workflows;

namespace RaptorFlow.Bench.Models;

/// <summary>The model gateway with all that an agent host has around it, in this process; OpenAI's models of the shipped catalogue.</summary>
internal sealed class ModelHost : IAsyncDisposable
{
    private readonly IHost _host;

    private ModelHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IModelGateway Gateway { get; private init; } = null!;

    public static async Task<ModelHost> StartAsync(Installation installation, Uri vendor)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            // Three of them share what Postgres takes.
            ["ConnectionStrings:raptorflow"] = $"{installation.Postgres};Maximum Pool Size=60",
            ["ConnectionStrings:redis"] = installation.Redis,
            ["Models:Providers:openai:ApiKey"] = "key",
            ["Models:Providers:openai:BaseAddress"] = vendor.ToString(),
        });
        builder.AddServiceDefaults();
        builder.AddRaptorFlowData();
        builder.Services.AddRaptorFlowCore();
        builder.Services.AddCosts(builder.Configuration);
        builder.Services.AddWorkspaceCache();
        builder.Services.AddModels(builder.Configuration);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var host = builder.Build();
        await host.StartAsync();
        return new(host) { Gateway = host.Services.GetRequiredService<IModelGateway>() };
    }

    /// <summary>Accounts of new tasks, so many to a workspace, which may spend what they like.</summary>
    public async Task<IReadOnlyList<CostScope>> OpenAsync(int workspaces, int tasks)
    {
        var all = Enumerable.Range(0, workspaces).Select(_ => Guid.CreateVersion7()).ToArray();
        var scopes = new CostScope[workspaces * tasks];
        await Figures.AtOnceAsync(20, scopes.Length, async i => scopes[i] = (await RunAsync(all[i % workspaces], "BEN-001"))[0]);
        await using var scope = await Services.GetRequiredService<Database>().BeginAsync(all, CancellationToken.None);
        await scope.ExecuteAsync("""
            insert into budgets (id, workspace_id, scope, scope_id, limit_micros)
            select gen_random_uuid(), w, 'workspace_month', to_char(now() at time zone 'UTC', 'YYYY-MM'), 1000000000000 from unnest(@All) as w
            """, new { All = all }, CancellationToken.None);
        await scope.CommitAsync(CancellationToken.None);
        return scopes;
    }

    /// <summary>A run with a task for each agent, which nobody will claim: the tasks' accounts.</summary>
    public async Task<IReadOnlyList<CostScope>> RunAsync(Guid workspace, params IReadOnlyList<string> agents)
    {
        var run = await Services.GetRequiredService<RunSubmission>().SubmitAsync(new()
        {
            WorkspaceId = workspace,
            Definition = new() { Name = "bench", Summary = "Measured.", Steps = [.. agents.Select((agent, i) => new WorkflowStep { Key = $"s{i}", Title = $"Step {i}", Agent = agent })] },
            Places = agents.ToDictionary(agent => agent, _ => AgentPlace.In("bench")),
            Input = JsonSerializer.Deserialize<JsonElement>("{}"),
        }, null, CancellationToken.None);
        return [.. run.Ready.Zip(agents, (task, agent) => new CostScope { WorkspaceId = workspace, RunId = run.RunId, TaskId = task.Id, AgentCode = agent })];
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
