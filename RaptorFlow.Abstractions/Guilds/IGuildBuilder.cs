using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Agents;

namespace RaptorFlow.Guilds;

/// <summary>Collects what a guild offers to its own cards. Names are unique within the guild; a second use faults it.</summary>
public interface IGuildBuilder
{
    /// <summary>Services that the guild's behaviours receive in their constructors. The container is the guild's own.</summary>
    IServiceCollection Services { get; }

    /// <summary>Registers a behaviour under the name by which cards refer to it.</summary>
    /// <typeparam name="TBehaviour">A class derived from <see cref="Agent{TInput, TOutput}"/>, created once.</typeparam>
    /// <param name="name">The name in the card's <c>behaviour</c> key, lower case with dashes.</param>
    IGuildBuilder AddBehaviour<TBehaviour>(string name)
        where TBehaviour : class, IAgentBehaviour;

    /// <summary>Registers a tool that cards may offer to a model.</summary>
    /// <param name="tool">The function; its <see cref="AITool.Name"/> is what cards refer to.</param>
    IGuildBuilder AddTool(AIFunction tool);
}
