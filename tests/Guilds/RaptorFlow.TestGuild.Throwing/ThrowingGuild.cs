using RaptorFlow.Guilds;

namespace RaptorFlow.TestGuild.Throwing;

public sealed class ThrowingGuild : IGuild
{
    public ThrowingGuild() => throw new InvalidOperationException("this guild never starts");

    public string Name => "throwing";

    public string DisplayName => "Throwing Guild";

    public void Configure(IGuildBuilder guild)
    {
    }
}
