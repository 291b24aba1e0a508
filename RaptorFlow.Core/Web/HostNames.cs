using System.Net;

namespace RaptorFlow.Core.Web;

/// <summary>Finds the addresses of a host.</summary>
internal interface IHostNames
{
    /// <exception cref="System.Net.Sockets.SocketException">There is no such host, or nobody to ask.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>As the operating system knows them.</summary>
internal sealed class SystemHostNames : IHostNames
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);
}
