using System.Diagnostics;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Agents.Pipeline;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>Runs the guilds' examples once after they are loaded, beside the host's first work.</summary>
internal sealed partial class Rehearsal(HostedGuilds hosted, TimeProvider time, ILogger<Rehearsal> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var guilds = (await hosted.LoadedAsync(stoppingToken)).Where(g => g.State == GuildState.Ready).ToList();
        foreach (var guild in guilds)
        {
            foreach (var (workflow, input) in guild.Workflows.Where(w => guild.Examples.ContainsKey(w.Name)).Select(w => (w, guild.Examples[w.Name])))
            {
                var begun = Stopwatch.GetTimestamp();
                try
                {
                    var steps = await new WorkflowRehearsal(guilds, time).RunAsync(workflow, input, stoppingToken);
                    var took = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                    Rehearsed(logger, workflow.Name, steps.Count, took);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    // Foreign code: what fails here may still do for a real company, and a real company must be able to try.
                    Failed(logger, workflow.Name, guild.Name, e);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rehearsed {Workflow}: {Steps} steps in {Milliseconds:0} ms.")]
    private static partial void Rehearsed(ILogger logger, string workflow, int steps, double milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "The example of workflow {Workflow}, which guild {Guild} brings, does not run.")]
    private static partial void Failed(ILogger logger, string workflow, string guild, Exception exception);
}
