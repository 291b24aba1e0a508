using RaptorFlow.Guilds;

namespace RaptorFlow.TestGuild.Effects;

/// <summary>A guild whose agents leave a trace of each execution in what the ledger keeps of it.</summary>
public sealed class EffectsGuild : IGuild
{
    public string Name => "effects";

    public string DisplayName => "Effects Guild";

    public void Configure(IGuildBuilder guild)
    {
        ArgumentNullException.ThrowIfNull(guild);
        guild.AddBehaviour<EffectAgent>("effect");
    }
}
