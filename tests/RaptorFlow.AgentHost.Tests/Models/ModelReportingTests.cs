using Microsoft.Extensions.DependencyInjection;
using RaptorFlow.Core.Models;
using RaptorFlow.Testing;
using static RaptorFlow.Testing.ScriptedServer;

namespace RaptorFlow.AgentHost.Tests.Models;

public sealed class ModelReportingTests(EmbeddedStack stack)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CircuitThatOpens_IsSeenByTheInstallation()
    {
        await using var installation = await HostWithVendor.StartAsync(stack,
            ("Models:Resilience:Retries", "0"), ("Models:Resilience:CircuitMinimumCalls", "2"), ("Models:Resilience:CircuitBreak", "01:00:00"));
        var host = installation.Host;
        installation.Vendor.On(Gpt, [.. Enumerable.Repeat(Status(500), 20)]);
        await host.JoinAsync();
        await Eventually.TrueAsync(async () => (await OpenAiAsync())?.Circuits.ContainsKey("closed") is true, Token);

        foreach (var say in new[] { "one", "two" })
            await host.FollowAsync(await host.StartRunAsync($$"""{"say":"{{say}}"}""", "TST-002"));

        await Eventually.TrueAsync(async () => (await OpenAiAsync())!.Circuits.ContainsKey("open"), Token);
        Assert.Equal("it failed (500)", (await OpenAiAsync())!.LastFailure);

        async Task<ProviderView?> OpenAiAsync() =>
            (await host.Services.GetRequiredService<InstalledModels>().ViewAsync(Token)).Providers.FirstOrDefault(provider => provider.Name == "openai");
    }
}
