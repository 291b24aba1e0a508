using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RaptorFlow.Core.Web;

namespace RaptorFlow.Core.Tests.Web;

public sealed class WebOptionsTests
{
    [Theory]
    [InlineData("MaximumBytes", "1", "Web:MaximumBytes must lie between")]
    [InlineData("Timeout", "00:20:00", "Web:Timeout must lie between")]
    [InlineData("RequestsPerHost", "0", "Web:RequestsPerHost must lie between")]
    [InlineData("Contact", "a (b)", "Web:Contact is an address")]
    [InlineData("AllowedNetworks:0", "localhost", "Web:AllowedNetworks:0 is 'localhost'")]
    public async Task Start_WrongSetting_SaysWhichAndWhatItMayBe(string name, string value, string said)
    {
        using var host = Build(new() { [$"Web:{name}"] = value });
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(said, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ByTwoThatNeedTheWeb_IsSetUpOnce()
    {
        using var host = Build(new() { ["Web:AllowedNetworks:0"] = "10.1.0.0/16", ["Web:Contact"] = "https://example.com/bot" });
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["10.1.0.0/16"], host.Services.GetRequiredService<IOptions<WebOptions>>().Value.AllowedNetworks);
        Assert.NotNull(host.Services.GetRequiredService<WebFetcher>());
    }

    private static IHost Build(Dictionary<string, string?> settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddWeb().AddWeb();
        return builder.Build();
    }
}
