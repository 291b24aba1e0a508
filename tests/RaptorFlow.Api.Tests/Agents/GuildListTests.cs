using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;
using RaptorFlow.Core.Agents;

namespace RaptorFlow.Api.Tests.Agents;

public sealed class GuildListTests(WholeApi api) : IClassFixture<WholeApi>
{
    [Fact]
    public async Task Guilds_OneBeingReplaced_AreShownWithVersionStateAndFaults()
    {
        await api.Services.GetRequiredService<AgentRegistry>().RegisterAsync(
            "a host", [Report("0.1.0", GuildState.Draining), Report("0.2.0", GuildState.Ready) with { Faults = ["a newer version is not served"] }], TestContext.Current.CancellationToken);
        var client = (await api.SignUpWithWorkspaceAsync()).Client;

        var guilds = (await client.GetForAsync("/api/guilds", 200)).GetProperty("items").EnumerateArray().ToDictionary(g => g.GetProperty("name").GetString()!);

        string? Of(string name, string property) => guilds[name].GetProperty(property).GetString();
        Assert.Equal(("0.2.0", "ready", "Muse", "a host"), (Of("muse", "version"), Of("muse", "state"), Of("muse", "display_name"), Of("muse", "host")));
        Assert.Equal("a newer version is not served", Assert.Single(guilds["muse"].GetProperty("faults").EnumerateArray()).GetString());
        Assert.Equal(("0.1.0", "draining"), (Of("muse@0.1.0", "version"), Of("muse@0.1.0", "state")));
    }

    private static GuildReport Report(string version, GuildState state) => new() { Name = "muse", DisplayName = "Muse", Folder = "Muse", Version = version, State = state };
}
