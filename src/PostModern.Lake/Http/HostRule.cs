using System.Net;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Http;

/// <summary>One entry of an allow-list: <c>shop.example</c>, <c>*.cdn.example</c>, <c>10.1.2.3</c> or <c>10.1.0.0/16</c>.</summary>
/// <param name="Name">The host's name, or what it ends in with the dot before it; null for a network.</param>
/// <param name="Network">The addresses; null for a name.</param>
internal sealed record HostRule(string? Name, IPNetwork? Network)
{
    /// <exception cref="ServerException">InvalidInput: neither a host nor a network.</exception>
    public static HostRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        if (IPNetwork.TryParse(trimmed, out var network))
        {
            return new HostRule(null, network);
        }

        if (IPAddress.TryParse(trimmed.Trim('[', ']'), out var address))
        {
            return new HostRule(null, new IPNetwork(address, address.GetAddressBytes().Length * 8));
        }

        var name = trimmed.StartsWith("*.", StringComparison.Ordinal) ? trimmed[2..] : trimmed;
        return Uri.CheckHostName(name) == UriHostNameType.Dns
            ? new HostRule(AddressPolicy.Normalize(trimmed.TrimStart('*')), null)
            : throw new ServerException(
                ErrorCode.InvalidInput,
                $"'{text}' names no host. Write shop.example, *.cdn.example (its subdomains), 10.1.2.3 or 10.1.0.0/16; no scheme, port or path.");
    }

    /// <summary>Whether it names the host.</summary>
    /// <param name="host">Normalized.</param>
    public bool Allows(string host) => Name is { } name && (name[0] == '.' ? host.EndsWith(name, StringComparison.Ordinal) : host == name);

    public bool Allows(IPAddress address) =>
        Network is { } network && (network.Contains(address) || (ReservedNetworks.Carried(address) is { } inner && network.Contains(inner)));
}
