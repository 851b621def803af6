using System.Net;
using System.Net.Sockets;

namespace PostModern.Lake.Http;

/// <summary>The parts of the address space that are no public host's.</summary>
/// <remarks>IANA's registries of special-purpose addresses, IPv4 and IPv6.</remarks>
internal static class ReservedNetworks
{
    private static readonly (IPNetwork Network, string Kind)[] s_networks =
    [
        Of("0.0.0.0/8", "this network"),
        Of("10.0.0.0/8", "private"),
        Of("100.64.0.0/10", "carrier-grade NAT"),
        Of("127.0.0.0/8", "loopback"),
        Of("169.254.0.0/16", "link-local"), // the clouds' metadata services among them
        Of("172.16.0.0/12", "private"),
        Of("192.0.0.0/24", "special-purpose"),
        Of("192.0.2.0/24", "documentation"),
        Of("192.88.99.0/24", "6to4 relay"),
        Of("192.168.0.0/16", "private"),
        Of("198.18.0.0/15", "benchmarking"),
        Of("198.51.100.0/24", "documentation"),
        Of("203.0.113.0/24", "documentation"),
        Of("168.63.129.16/32", "metadata"), // Azure's, in public space
        Of("224.0.0.0/4", "multicast"),
        Of("240.0.0.0/4", "reserved"),
        Of("::/128", "unspecified"),
        Of("::1/128", "loopback"),
        Of("100::/64", "discard-only"),
        Of("2001::/23", "special-purpose"), // Teredo among them
        Of("2001:db8::/32", "documentation"),
        Of("3fff::/20", "documentation"),
        Of("5f00::/16", "segment routing"),
        Of("64:ff9b:1::/48", "private NAT64"),
        Of("fc00::/7", "unique-local"),
        Of("fe80::/10", "link-local"),
        Of("fec0::/10", "site-local"),
        Of("ff00::/8", "multicast"),
    ];

    private static readonly (IPNetwork Network, int At)[] s_carriers =
    [
        (IPNetwork.Parse("::ffff:0:0/96"), 12), // IPv4-mapped
        (IPNetwork.Parse("::/96"), 12), // IPv4-compatible
        (IPNetwork.Parse("64:ff9b::/96"), 12), // NAT64
        (IPNetwork.Parse("2002::/16"), 2), // 6to4
    ];

    /// <summary>What an address is, in a word or two; null for a public one.</summary>
    public static string? KindOf(IPAddress address)
    {
        foreach (var (network, kind) in s_networks)
        {
            if (network.Contains(address))
            {
                return kind;
            }
        }

        return Carried(address) is { } inner ? KindOf(inner) : null;
    }

    /// <summary>The IPv4 address that an IPv6 address leads to; null for none.</summary>
    public static IPAddress? Carried(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        var carrier = Array.Find(s_carriers, c => c.Network.Contains(address));
        return carrier.At == 0 ? null : new IPAddress(address.GetAddressBytes().AsSpan(carrier.At, 4));
    }

    private static (IPNetwork Network, string Kind) Of(string network, string kind) => (IPNetwork.Parse(network), kind);
}
