using System.Net;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Http;

/// <summary>Which hosts may be connected to on behalf of a statement. Whoever writes SQL must not reach what only the server can reach.</summary>
/// <remarks>
/// A name says little: it may resolve to anything, and to something else the next time. So what is judged is the address that the connection
/// is then made to, for each connection and so for each redirect.
/// </remarks>
public sealed class AddressPolicy
{
    private readonly bool _allowsPrivate;
    private readonly HostRule[] _rules;

    /// <param name="allowPrivate">Whether private, loopback, link-local and other reserved addresses may be connected to.</param>
    /// <param name="hosts">When there are any, only these: <c>shop.example</c>, <c>*.cdn.example</c>, <c>10.1.0.0/16</c>.</param>
    /// <exception cref="ServerException">InvalidInput: an entry is no host.</exception>
    public AddressPolicy(bool allowPrivate = false, IEnumerable<string>? hosts = null)
    {
        _allowsPrivate = allowPrivate;
        _rules = [.. (hosts ?? []).Select(HostRule.Parse)];
    }

    /// <summary>The addresses of a host that may be connected to.</summary>
    /// <param name="host">Its name or address, as in a URL.</param>
    /// <param name="cancellationToken">Stops the resolution.</param>
    /// <exception cref="ServerException">PermissionDenied: none may. NotFound: there is no such host.</exception>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken = default)
    {
        CheckHost(host);
        var addresses = await HostNames.ResolveAsync(host, cancellationToken);
        var allowed = addresses.Where(a => Refusal(host, a) is null).ToList();
        return allowed.Count > 0 ? allowed : throw new ServerException(ErrorCode.PermissionDenied, Refusal(host, addresses[0])!);
    }

    /// <summary>Refuses what can be refused without asking for the host's addresses.</summary>
    /// <exception cref="ServerException">PermissionDenied.</exception>
    public void CheckHost(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var isRefused = IPAddress.TryParse(host.Trim('[', ']'), out var address)
            ? Refusal(host, address)
            : _rules.Length > 0 && !Array.Exists(_rules, r => r.Network is not null || r.Allows(Normalize(host))) ? NotListed(host) : null;
        if (isRefused is not null)
        {
            throw new ServerException(ErrorCode.PermissionDenied, isRefused);
        }
    }

    /// <summary>Why a host may not be connected to at one of its addresses; null when it may.</summary>
    internal string? Refusal(string host, IPAddress address)
    {
        var isListed = Array.Exists(_rules, r => r.Allows(address));
        if (_rules.Length > 0 && !isListed && !Array.Exists(_rules, r => r.Allows(Normalize(host))))
        {
            return NotListed(host);
        }

        // An address that is listed as such was meant; a name that is listed may still resolve to anything.
        return isListed || _allowsPrivate || ReservedNetworks.KindOf(address) is not { } kind
            ? null
            : $"'{host}' is at {address}, a {kind} address, which is not asked for. The server's administrator can allow it with --allow-host {address} or --allow-private-addresses.";
    }

    /// <summary>Lower case, ASCII, without the dot at the end.</summary>
    internal static string Normalize(string host) => host.TrimEnd('.').ToLowerInvariant();

    private static string NotListed(string host) =>
        $"The host '{host}' is not among those that the server may ask. Its administrator can add it with --allow-host {host}.";
}
