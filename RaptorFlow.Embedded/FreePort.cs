using System.Net;
using System.Net.Sockets;

namespace RaptorFlow.Embedded;

/// <summary>TCP ports of the loopback interface.</summary>
public static class FreePort
{
    /// <summary>A port that was free a moment ago; whoever binds it must be ready to lose the race and ask again.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
