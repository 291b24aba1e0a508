using RaptorFlow.Guilds;

namespace RaptorFlow.TestGuild.Hanging;

public sealed class HangingGuild : IGuild
{
    public HangingGuild() => Thread.Sleep(Timeout.Infinite);

    public string Name => "hanging";

    public string DisplayName => "Hanging Guild";

    public void Configure(IGuildBuilder guild)
    {
    }
}
