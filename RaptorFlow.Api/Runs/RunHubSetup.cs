using Microsoft.AspNetCore.Http.Connections;
using RaptorFlow.Api.Identity;
using RaptorFlow.Core;
using RaptorFlow.Core.Identity;

namespace RaptorFlow.Api.Runs;

internal static class RunHubSetup
{
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
        }).RequirePermission(Permission.RunsRead).AcceptTokenInQuery().DisableRequestTimeout();
}
