using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace RaptorFlow.AppHost.Tests;

public sealed class StackTests
{
    [Fact]
    public async Task Stack_Started_ApiAndAgentHostAreHealthy()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.RaptorFlow_AppHost>(cancellationToken);
        await using var app = await builder.BuildAsync(cancellationToken);
        await app.StartAsync(cancellationToken);

        await app.ResourceNotifications.WaitForResourceHealthyAsync("api", cancellationToken);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("agenthost", cancellationToken);

        using var client = app.CreateHttpClient("api");
        using var response = await client.GetAsync(new Uri("/alive", UriKind.Relative), cancellationToken);
        Assert.True(response.IsSuccessStatusCode);
    }
}
