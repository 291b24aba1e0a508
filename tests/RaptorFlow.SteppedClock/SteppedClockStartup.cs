using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(RaptorFlow.SteppedClock.SteppedClockStartup))]

namespace RaptorFlow.SteppedClock;

/// <summary>Gives a host the stepped clock before it registers the system's. Told by <c>ASPNETCORE_HOSTINGSTARTUPASSEMBLIES</c>.</summary>
public sealed class SteppedClockStartup : IHostingStartup
{
    public void Configure(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var file = Environment.GetEnvironmentVariable(HostClock.Variable) ?? throw new InvalidOperationException($"{HostClock.Variable} names no file.");
        builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(new HostClock(file)));
    }
}
