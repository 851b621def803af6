using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Google.Protobuf;

namespace PostModern.Benchmarks.Wire.Replay;

/// <summary>A <see cref="ReplayServer"/> in a process of its own: what a server can reach that has nothing to compute.</summary>
internal sealed class ReplayProcess : IAsyncDisposable
{
    /// <summary>The argument by which this program becomes the replay.</summary>
    public const string Verb = "replay";

    private readonly Process _process;
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private readonly int _tcpPort;

    private ReplayProcess(Process process, Origin server, int[] numbers)
    {
        _process = process;
        _tcpPort = numbers[1];
        BodyLength = numbers[2];
        Origin = server with { Address = new Uri($"http://127.0.0.1:{numbers[0]}"), ProcessorTime = ProcessorTime };
    }

    /// <summary>Where the bytes can be had through Kestrel.</summary>
    public Origin Origin { get; }

    /// <summary>The bytes of one answer, gRPC's prefixes included.</summary>
    public long BodyLength { get; }

    /// <summary>Starts it and lets it fetch what it will replay.</summary>
    /// <param name="server">Where from.</param>
    public static async Task<ReplayProcess> StartAsync(Origin server, CancellationToken cancellationToken)
    {
        var ticket = Convert.ToBase64String((await server.PlanAsync(cancellationToken)).ToByteArray());
        var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [Verb, server.Address.ToString(), server.Authorization, ticket])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The replay ended at once.");
        return new ReplayProcess(process, server, [.. line.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture))]);
    }

    /// <summary>The same bytes without HTTP.</summary>
    /// <returns>How many.</returns>
    public async Task<long> DownloadOverTcpAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _tcpPort, cancellationToken);
        long total = 0;
        while (await socket.ReceiveAsync(_buffer, cancellationToken) is var read and > 0)
        {
            total += read;
        }

        return total;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }
}
