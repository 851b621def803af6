using System.Net;
using System.Net.Sockets;

namespace PostModern.Lake.Http;

/// <summary>Makes connections, to addresses that the policy has allowed and to no others.</summary>
public static class HttpConnections
{
    /// <summary>A client that follows no redirects, keeps no cookies, sends no credentials and decompresses nothing.</summary>
    internal static HttpMessageInvoker Open(HttpOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            Credentials = null,
            PreAuthenticate = false,
            ActivityHeadersPropagator = null,
            UseProxy = options.Proxy is not null,
            Proxy = options.Proxy is null ? null : new WebProxy(options.Proxy),
            ConnectTimeout = options.ConnectTimeout,
            MaxResponseHeadersLength = 64,
            // What a closed body has left is read on for its connection's sake; a link checker closes many large ones.
            MaxResponseDrainSize = 64 * 1024,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
            // An allowed name that moves is asked for again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        };
        if (options.Proxy is null)
        {
            handler.ConnectCallback = (context, token) => ConnectAsync(options.Addresses, context.DnsEndPoint, token);
        }

        return new HttpMessageInvoker(handler);
    }

    /// <summary>Connects to the first of a host's allowed addresses that answers.</summary>
    public static async ValueTask<Stream> ConnectAsync(AddressPolicy policy, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = await policy.ResolveAsync(target.Host, cancellationToken);
        for (var i = 0; ; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], target.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < addresses.Count)
            {
                // A host with several addresses is there when one of them answers.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
