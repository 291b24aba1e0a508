using System.Diagnostics;
using RaptorFlow.Core.Agents;
using RaptorFlow.Core.Agents.Pipeline;

namespace RaptorFlow.AgentHost.Guilds;

/// <summary>Runs the guilds' examples once after they are loaded, beside the host's work.</summary>
internal sealed partial class Rehearsal(HostedGuilds hosted, TimeProvider time, ILogger<Rehearsal> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await hosted.LoadedAsync(stoppingToken);
        IReadOnlyCollection<GuildReport> rehearsed = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = hosted.Changed;
            rehearsed = await RehearseAsync(rehearsed, stoppingToken);
            await changed.WaitAsync(stoppingToken);
        }
    }

    // In a method of its own: one that waits for the next change must not hold the guilds.
    private async Task<IReadOnlyCollection<GuildReport>> RehearseAsync(IReadOnlyCollection<GuildReport> before, CancellationToken stoppingToken)
    {
        using var leases = hosted.LeaseAll();
        var guilds = leases.Guilds;
        await RehearseAsync([.. guilds.Where(g => !before.Contains(g.Report, ReferenceEqualityComparer.Instance))], guilds, stoppingToken);
        return [.. guilds.Select(g => g.Report)];
    }

    private async Task RehearseAsync(IEnumerable<LoadedGuild> changed, IReadOnlyList<LoadedGuild> guilds, CancellationToken stoppingToken)
    {
        foreach (var guild in changed)
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
