using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using RaptorFlow.Core.Agents;
using RaptorFlow.Guilds.Conformance;
using RaptorFlow.Workflows;

[assembly: AssemblyFixture(typeof(Installation))]

namespace RaptorFlow.Guilds.Conformance;

/// <summary>The guilds as a host would find them.</summary>
public sealed class Installation : IAsyncLifetime
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    private readonly GuildLoader _loader = new(NullLogger<GuildLoader>.Instance);

    public IReadOnlyList<LoadedGuild> Guilds { get; private set; } = [];

    public async ValueTask InitializeAsync() => Guilds = await _loader.LoadAsync(Metadata("PluginsFolder"), []);

    public ValueTask DisposeAsync()
    {
        _loader.Dispose();
        return ValueTask.CompletedTask;
    }

    public (LoadedGuild Guild, LoadedAgent Agent) Agent(string code) =>
        Guilds.SelectMany(g => g.Agents.Select(a => (g, a))).Single(p => p.a.Card.Code == code);

    public WorkflowDefinition Workflow(string name) => Guilds.SelectMany(g => g.Workflows).Single(w => w.Name == name);

    private static string Metadata(string key) =>
        typeof(Installation).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
