using RaptorFlow.AgentHost.Execution;
using RaptorFlow.AgentHost.Guilds;
using RaptorFlow.Core;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Agents.Pipeline;
using RaptorFlow.Core.Cost;
using RaptorFlow.Core.Data;
using RaptorFlow.Core.Memory;
using RaptorFlow.Core.Models;
using RaptorFlow.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRaptorFlowData();
builder.Services.AddRaptorFlowCore();
builder.AddMemory();
builder.Services.AddCosts(builder.Configuration);
builder.Services.AddModels(builder.Configuration);

builder.Services.AddOptions<AgentHostOptions>().BindConfiguration("AgentHost").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddOptions<PluginOptions>().BindConfiguration("Plugins").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<GuildLoader>();
builder.Services.AddSingleton<HostedGuilds>();
builder.Services.AddSingleton<RunningTasks>();
builder.Services.AddSingleton<AgentPipeline>();
builder.Services.AddSingleton<TaskRunner>();
builder.Services.AddHostedService<GuildRegistration>();
builder.Services.AddHostedService<Rehearsal>();
builder.Services.AddHostedService<Upkeep>();
builder.Services.AddHostedService<GuildWorkers>();
builder.Services.AddHealthChecks().AddCheck<GuildsLoaded>("guilds");
builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(30));

var app = builder.Build();
app.MapDefaultEndpoints();
return await app.RunUnderAppRoleAsync();
