using RaptorFlow.Api.Tests.Identity;
using RaptorFlow.Api.Tests.Runs;

namespace RaptorFlow.Api.Tests.Clients;

/// <summary>Other people's clients against the API as it ships. Each file <c>tests/clients/*.test.mjs</c> is a case.</summary>
public sealed class ClientTests(WholeApi api) : IClassFixture<WholeApi>
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(ClientFolder.Path, "*.test.mjs").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Client_OfOthers_Works(string file)
    {
        await ClientFolder.ReadyAsync();

        var run = await Command.RunAsync(ClientFolder.Path, "node", ["--test", file], TestContext.Current.CancellationToken, new()
        {
            ["RAPTORFLOW_ADDRESS"] = api.Address.ToString(),
            ["RAPTORFLOW_SIGNING_KEY"] = ApiHost.SigningKey,
        });

        Assert.True(run is { ExitCode: 0 }, run?.Output ?? "node is gone.");
    }
}
