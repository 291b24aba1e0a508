using RaptorFlow.Guilds;

namespace RaptorFlow.TestGuild.Hanging;

public sealed class HangingGuild : IGuild
{
    private static readonly ManualResetEventSlim NeverSet = new();

    public HangingGuild() => NeverSet.Wait();

    public string Name => "hanging";

    public string DisplayName => "Hanging Guild";

    public void Configure(IGuildBuilder guild)
    {
    }
}
