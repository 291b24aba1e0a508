using System.Net;
using Microsoft.Extensions.Options;

namespace RaptorFlow.Core.Web;

/// <summary>Says which addresses may be connected to.</summary>
internal sealed class AddressGuard(IOptions<WebOptions> options)
{
    private readonly IPNetwork[] _allowed = [.. options.Value.AllowedNetworks.Select(IPNetwork.Parse)];

    public bool Admits(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return Array.Exists(_allowed, network => network.Contains(address)) || SpecialAddresses.Of(address) is null;
    }
}
