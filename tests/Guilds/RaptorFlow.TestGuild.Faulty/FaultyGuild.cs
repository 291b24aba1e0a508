using RaptorFlow.Guilds;

namespace RaptorFlow.TestGuild.Faulty;

public sealed class FaultyGuild : IGuild
{
    public string Name => "faulty";

    public string DisplayName => "Faulty Guild";

    public void Configure(IGuildBuilder guild)
    {
    }
}
