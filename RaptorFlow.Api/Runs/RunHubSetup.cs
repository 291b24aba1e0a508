using Microsoft.AspNetCore.Http.Connections;
using RaptorFlow.Api.Identity;
using RaptorFlow.Core;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Runs;

internal static class RunHubSetup
{
    /// <summary>What is written for a client and not yet sent; a connection's streams stand still while there is more.</summary>
    public const int MostUnsentBytes = 64 * 1024;

    /// <summary>How long a client may take nothing of what is sent before its connection is cut.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A call of Follow takes some 150 bytes.
    private const int MostMessageBytes = 4096;

    public static IServiceCollection AddRunHub(this IServiceCollection services)
    {
        services.AddSignalR()
            .AddHubOptions<RunHub>(hub => hub.MaximumReceiveMessageSize = MostMessageBytes)
            .AddJsonProtocol(json => json.PayloadSerializerOptions = CoreJson.Options);
        return services;
    }

    /// <remarks>WebSockets alone: where they are cut off, the events endpoint is there, and a connection needs only one process of the API.</remarks>
    public static IEndpointConventionBuilder MapRunHub(this IEndpointRouteBuilder app) =>
        app.MapHub<RunHub>(RunHub.Path, connection =>
        {
            connection.Transports = HttpTransportType.WebSockets;
            connection.CloseOnAuthenticationExpiration = true;
            connection.TransportMaxBufferSize = MostUnsentBytes;
            connection.TransportSendTimeout = Patience;
        }).RequirePermission(Permission.RunsRead).AcceptTokenInQuery().DisableRequestTimeout();
}
