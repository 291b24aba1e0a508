using RaptorFlow.Guilds;
using RaptorFlow.TestLibrary;

namespace RaptorFlow.TestGuild.Scripted;

/// <summary>A guild whose agents do what their input says.</summary>
public sealed class ScriptedGuild : IGuild
{
    public string Name => "scripted";

    public string DisplayName => Greeting.For("Scripted Guild");

    public void Configure(IGuildBuilder guild)
    {
        ArgumentNullException.ThrowIfNull(guild);
        guild.AddBehaviour<ScriptedAgent>("scripted");
    }
}
