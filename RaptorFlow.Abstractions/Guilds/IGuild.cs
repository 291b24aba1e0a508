namespace RaptorFlow.Guilds;

/// <summary>
/// The entry point of a guild: one public class per plugin assembly, with a parameterless constructor.
/// The host creates it once, in the guild's own load context, and calls <see cref="Configure"/> once.
/// </summary>
/// <remarks>
/// Agents are not registered here: every embedded resource named <c>Agents/*.agent.md</c> is an agent card, and every
/// <c>Workflows/*.workflow.yaml</c> a workflow. What a card names (behaviours, tools) must be registered in
/// <see cref="Configure"/>. Anything that does not fit faults the guild, with all reasons at once; it never affects another guild.
/// </remarks>
public interface IGuild
{
    /// <summary>The guild's name, lower case, unique in an installation: <c>research</c>. Matches <c>^[a-z][a-z0-9-]{1,31}$</c>.</summary>
    string Name { get; }

    /// <summary>The name people read: <c>Research Guild</c>.</summary>
    string DisplayName { get; }

    /// <summary>Registers what the guild's cards refer to. An exception faults the guild.</summary>
    /// <param name="guild">The registrations of this guild alone.</param>
    void Configure(IGuildBuilder guild);
}
