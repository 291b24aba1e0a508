#if ASPIRE
using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qdrant.Client;

namespace RaptorFlow.Core.Memory.Qdrant;

internal static class QdrantSetup
{
    // A search falls back to comparing in the process when this is over.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The index that the connection string <c>qdrant</c> names (<c>Endpoint=…;Key=…</c>, as the AppHost gives it); none without it.</summary>
    public static void AddQdrantIndex(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString("qdrant") is not { Length: > 0 } connection)
            return;
        var settings = new DbConnectionStringBuilder { ConnectionString = connection };
        if (!settings.TryGetValue("Endpoint", out var endpoint) || !Uri.TryCreate(endpoint.ToString(), UriKind.Absolute, out var address))
            throw new InvalidOperationException("The connection string 'qdrant' has no Endpoint=… with an address.");
        var key = settings.TryGetValue("Key", out var found) ? found.ToString() : null;
        builder.Services.AddSingleton(services => new QdrantClient(address, key, Timeout, services.GetRequiredService<ILoggerFactory>()));
        builder.Services.AddSingleton<IVectorIndex, QdrantIndex>();
    }
}
#endif
