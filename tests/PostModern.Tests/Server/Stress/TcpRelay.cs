using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PostModern.Tests.Server.Stress;

/// <summary>Stands between a client and a server, so that a test can take the connection away from both.</summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Task _accepting;

    public TcpRelay(Uri server)
    {
        _listener.Start();
        _accepting = AcceptAsync(server.Port);
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
    }

    /// <summary>Where clients connect.</summary>
    public Uri Endpoint { get; }

    /// <summary>Resets all connections: nobody says goodbye, as when a client's process is killed.</summary>
    public void Break()
    {
        while (_sockets.TryTake(out var socket))
        {
            // No lingering: the peer gets RST.
            socket.Close(0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        Break();
    }

    private async Task AcceptAsync(int port)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(IPAddress.Loopback, port);
                _sockets.Add(client);
                _sockets.Add(server);
                _ = CopyAsync(client, server);
                _ = CopyAsync(server, client);
            }
        }
        catch (SocketException)
        {
            // The listener has been stopped.
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Broken, which is what a relay is for.
        }
    }
}
