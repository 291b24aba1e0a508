using RaptorFlow.Embedded.Redis;
using RaptorFlow.Testing;

namespace RaptorFlow.AgentHost.Tests;

/// <summary>An agent host whose models are those of one scripted vendor, over HTTP, with a Redis of its own.</summary>
internal sealed class HostWithVendor : IAsyncDisposable
{
    private readonly EmbeddedGarnet _redis;

    private HostWithVendor(EmbeddedGarnet redis, ScriptedServer vendor, HostUnderTest host) => (_redis, Vendor, Host) = (redis, vendor, host);

    public ScriptedServer Vendor { get; }

    public HostUnderTest Host { get; }

    public static async Task<HostWithVendor> StartAsync(EmbeddedStack stack, params (string Key, string Value)[] settings)
    {
        var redis = await EmbeddedGarnet.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var vendor = await ScriptedServer.StartAsync();
        return new(redis, vendor, await HostUnderTest.StartAsync(stack, redis.ConnectionString,
            [("OPENAI_API_KEY", "key"), ("Models:Providers:openai:BaseAddress", new Uri(vendor.Address, "v1").ToString()), .. settings]));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Vendor.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
