using System.Net;
using System.Net.Sockets;

namespace RaptorFlow.Core.Web;

/// <summary>The addresses that are not the public Internet's: IANA's registries of special-purpose addresses for IPv4 and IPv6, and multicast.</summary>
internal static class SpecialAddresses
{
    private static readonly (IPNetwork Network, string What)[] V4 =
    [
        Special("0.0.0.0/8", "this network"),
        Special("10.0.0.0/8", "private"),
        Special("100.64.0.0/10", "a carrier's own"),
        Special("127.0.0.0/8", "this machine"),
        Special("168.63.129.16/32", "a cloud platform's own"),
        Special("169.254.0.0/16", "link-local, where clouds keep their metadata"),
        Special("172.16.0.0/12", "private"),
        Special("192.0.0.0/24", "of protocols"),
        Special("192.0.2.0/24", "for documentation"),
        Special("192.31.196.0/24", "of name servers"),
        Special("192.52.193.0/24", "of multicast relays"),
        Special("192.88.99.0/24", "of 6to4 relays"),
        Special("192.168.0.0/16", "private"),
        Special("192.175.48.0/24", "of name servers"),
        Special("198.18.0.0/15", "for benchmarks"),
        Special("198.51.100.0/24", "for documentation"),
        Special("203.0.113.0/24", "for documentation"),
        Special("224.0.0.0/4", "multicast"),
        Special("240.0.0.0/4", "reserved or broadcast"),
    ];

    // Within what is given out; all else is refused as a whole.
    private static readonly (IPNetwork Network, string What)[] V6 =
    [
        Special("2001::/23", "of protocols, Teredo among them"),
        Special("2001:db8::/32", "for documentation"),
        Special("2002::/16", "6to4, which holds an IPv4 address"),
        Special("2620:4f:8000::/48", "of name servers"),
        Special("3fff::/20", "for documentation"),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <returns>What kind of address it is; null when it is public.</returns>
    public static string? Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return Find(V4, address);
        // Loopback, unspecified, IPv4-compatible, NAT64, discard, segment routing, unique and site local, link-local, multicast, and what nobody has yet.
        return GlobalUnicast.Contains(address) ? Find(V6, address) : "local or reserved";
    }

    private static string? Find((IPNetwork Network, string What)[] among, IPAddress address)
    {
        foreach (var (network, what) in among)
        {
            if (network.Contains(address))
                return what;
        }
        return null;
    }

    private static (IPNetwork, string) Special(string network, string what) => (IPNetwork.Parse(network), what);
}
