using RaptorFlow.Guilds;
using RaptorFlow.Muse.Pillars;
using RaptorFlow.Muse.Storyteller;

namespace RaptorFlow.Muse;

/// <summary>The Muse Guild: what is said, and how.</summary>
public sealed class MuseGuild : IGuild
{
    /// <inheritdoc/>
    public string Name => "muse";

    /// <inheritdoc/>
    public string DisplayName => "Muse Guild";

    /// <inheritdoc/>
    public void Configure(IGuildBuilder guild)
    {
        ArgumentNullException.ThrowIfNull(guild);
        guild.AddBehaviour<StorytellerAgent>("message-house").AddBehaviour<PillarsAgent>("content-pillars");
    }
}
