using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Agents;
using RaptorFlow.Guilds;

namespace RaptorFlow.Core.Agents;

/// <summary>Collects a guild's registrations and builds its behaviours in a container of its own.</summary>
internal sealed class GuildBuilder : IGuildBuilder
{
    private readonly Dictionary<string, Type> _behaviours = [];
    private readonly Dictionary<string, AIFunction> _tools = [];

    public IServiceCollection Services { get; } = new ServiceCollection();

    public List<string> Errors { get; } = [];

    public IReadOnlyDictionary<string, AIFunction> Tools => _tools;

    public IGuildBuilder AddBehaviour<TBehaviour>(string name)
        where TBehaviour : class, IAgentBehaviour
    {
        if (!_behaviours.TryAdd(name, typeof(TBehaviour)))
            Errors.Add($"behaviour '{name}' is registered twice.");
        Services.AddSingleton<TBehaviour>();
        return this;
    }

    public IGuildBuilder AddTool(AIFunction tool)
    {
        if (!_tools.TryAdd(tool.Name, tool))
            Errors.Add($"tool '{tool.Name}' is registered twice.");
        return this;
    }

    public ServiceProvider BuildServices() => Services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });

    public IReadOnlyDictionary<string, IAgentBehaviour> Build(IServiceProvider services)
    {
        var built = new Dictionary<string, IAgentBehaviour>();
        foreach (var (name, type) in _behaviours)
        {
            try
            {
                built[name] = (IAgentBehaviour)services.GetRequiredService(type);
            }
            catch (Exception e)
            {
                // Foreign code: whatever its constructor throws is the guild's fault, told in the registry and the log.
                Errors.Add($"behaviour '{name}' ({type.FullName}) cannot be created: {e.GetBaseException().Message}");
            }
        }
        return built;
    }
}
