using System.Net;
using System.Net.Sockets;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Http;

/// <summary>Asks for the addresses of hosts.</summary>
internal static class HostNames
{
    /// <returns>One or more.</returns>
    /// <exception cref="ServerException">NotFound: there is no such host. Unavailable: nobody could say.</exception>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return [address];
        }

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
            return addresses.Length > 0 ? addresses : throw Missing(host, null);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TryAgain)
        {
            throw new ServerException(ErrorCode.Unavailable, $"The address of '{host}' can't be found out now: {e.Message}. Try again later.", e);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw Missing(host, e);
        }
    }

    private static ServerException Missing(string host, Exception? e) =>
        new(ErrorCode.NotFound, $"There is no host '{host}'. Check the name, and the server's name resolution.", e);
}
