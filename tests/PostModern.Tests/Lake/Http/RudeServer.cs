using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PostModern.Tests.Lake.Http;

/// <summary>A server on a loopback address that answers byte for byte what a test wants, right or wrong.</summary>
public sealed class RudeServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly X509Certificate2? _certificate;
    private readonly Func<RudeRequest, RudeAnswer> _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _open;
    private int _mostOpen;

    public RudeServer(Func<RudeRequest, RudeAnswer> answer, IPAddress? address = null, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"{(_certificate is null ? "http" : "https")}://{_listener.LocalEndpoint}";

    /// <summary>Every request, in order.</summary>
    public ConcurrentQueue<RudeRequest> Requests { get; } = [];

    /// <summary>Requests that were under way at the same time, at most.</summary>
    public int MostAtOnce => _mostOpen;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await using var stream = await SecureAsync(client.GetStream());
                while (await ReadAsync(stream) is { } request)
                {
                    Requests.Enqueue(request);
                    Raise(Interlocked.Increment(ref _open));
                    var keep = await WriteAsync(client, stream, request, _answer(request));
                    Interlocked.Decrement(ref _open);
                    if (!keep)
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // Clients may leave at any time; that is what some tests are about.
            }
        }
    }

    private async Task<Stream> SecureAsync(NetworkStream stream)
    {
        if (_certificate is null)
        {
            return stream;
        }

        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(_certificate);
        return secure;
    }

    private void Raise(int open)
    {
        int most;
        while (open > (most = _mostOpen) && Interlocked.CompareExchange(ref _mostOpen, open, most) != most)
        {
        }
    }

    private async Task<RudeRequest?> ReadAsync(Stream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            text.Append((char)one[0]);
        }

        var lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(l => l[0], l => l[1], StringComparer.OrdinalIgnoreCase);
        var start = lines[0].Split(' ');
        return new RudeRequest(start[0], start[1], headers);
    }

    private async Task<bool> WriteAsync(TcpClient client, Stream stream, RudeRequest request, RudeAnswer answer)
    {
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, _stop.Token);
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer.Head(request)), _stop.Token);
        if (request.Method != "HEAD")
        {
            foreach (var part in answer.Parts(request))
            {
                await stream.WriteAsync(part, _stop.Token);
                await Task.Delay(answer.Drip, _stop.Token);
            }
        }

        if (answer.Resets)
        {
            client.LingerState = new LingerOption(true, 0);
            client.Client.Close();
        }

        return answer is { Resets: false, Closes: false };
    }
}
