using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Web;

/// <summary>
/// Connections to public addresses only. A host's name is resolved once for each connection, and what is connected to is the address that was
/// checked: a name that changes its mind in between, or between one redirect and the next, gains nothing.
/// </summary>
internal sealed class GuardedConnections(AddressGuard guard, IHostNames names, IOptions<WebOptions> options)
{
    private const int MostAddresses = 4;

    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken),
        ConnectTimeout = options.Value.ConnectTimeout,
        AllowAutoRedirect = false,
        UseProxy = false, // A proxy would connect in our place, unchecked.
        UseCookies = false,
        Credentials = null,
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
        MaxResponseHeadersLength = 64,
        MaxResponseDrainSize = 0,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
        // Strangers are not told the ids of our traces.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        SslOptions = new()
        {
            // A certificate may name an address where its issuer's is to be had; that download would pass by all checks made here.
            CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
        },
    };

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        var addresses = await AddressesAsync(host.Host, cancellationToken);
        var admitted = addresses.Where(guard.Admits).Take(MostAddresses).ToArray();
        if (admitted.Length == 0)
        {
            // Not which address it is: that would tell strangers what the names of this network are.
            throw new WebFetchException(WebRefusal.ForbiddenAddress, $"{host.Host} leads into a network that is not public, and is not fetched.",
                $"Give an address on the public Internet, or upload the text; an operator can allow a network with {WebOptions.Section}:AllowedNetworks.");
        }
        SocketException? last = null;
        foreach (var address in admitted)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, host.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                last = e;
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw last!;
    }

    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        try
        {
            if (await names.ResolveAsync(host, cancellationToken) is { Length: > 0 } addresses)
                return addresses;
        }
        catch (SocketException e)
        {
            throw Unknown(host, e);
        }
        throw Unknown(host, null);
    }

    private static WebFetchException Unknown(string host, Exception? cause) =>
        new(WebRefusal.HostNotFound, $"There is no host named {host}.", "Check the address for a typing error.", cause);
}
