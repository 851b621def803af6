using System.Net;
using System.Net.Sockets;

namespace PostModern.Benchmarks.Wire.Replay;

/// <summary>The best that a socket can do: whoever connects gets all bytes, and then the end.</summary>
internal sealed class ReplayListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IReadOnlyList<byte[]> _pieces;

    public ReplayListener(IReadOnlyList<byte[]> pieces)
    {
        _pieces = pieces;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            using var socket = await _listener.AcceptSocketAsync();
            foreach (var piece in _pieces)
            {
                await socket.SendAsync(piece);
            }

            socket.Shutdown(SocketShutdown.Send);
        }
    }
}
