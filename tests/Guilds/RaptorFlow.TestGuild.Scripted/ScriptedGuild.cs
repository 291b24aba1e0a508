using Microsoft.Extensions.AI;
using RaptorFlow.Guilds;
using RaptorFlow.Serialization;
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
        guild.AddBehaviour<ScriptedAgent>("scripted").AddBehaviour<AskingAgent>("asking").AddBehaviour<RememberingAgent>("remembering");
        // With options of its own: what the factory remembers of functions goes with the options.
        guild.AddTool(AIFunctionFactory.Create((ScriptedInput input) => new ScriptedOutput(input.Say, 1), new AIFunctionFactoryOptions { Name = "say", SerializerOptions = RaptorJson.CreateOptions() }));
    }
}
