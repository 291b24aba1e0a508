using RaptorFlow.Guild.Guardian.AdvertisingLaw;
using RaptorFlow.Guilds;

namespace RaptorFlow.Guild.Guardian;

/// <summary>Checks what is meant for the public against law, platform policy and the brief's own rules.</summary>
public sealed class GuardianGuild : IGuild
{
    /// <inheritdoc/>
    public string Name => "guardians";

    /// <inheritdoc/>
    public string DisplayName => "Guardian Guild";

    /// <inheritdoc/>
    public void Configure(IGuildBuilder guild)
    {
        ArgumentNullException.ThrowIfNull(guild);
        guild.AddBehaviour<AdvertisingLawAgent>("advertising-law");
    }
}
