using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace PostModern.Tests.Engine.Lineage;

/// <summary>An OpenLineage collector on a local port, which keeps what it gets.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<JsonObject> _events = new();
    private readonly Task _serving;

    public Collector()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}");
        socket.Stop();
        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    public string? Path { get; private set; }

    public string? Authorization { get; private set; }

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 201;

    public IReadOnlyList<JsonObject> Events => [.. _events];

    /// <summary>Waits until so many events have come.</summary>
    public async Task<IReadOnlyList<JsonObject>> WaitAsync(int count)
    {
        for (var waited = 0; _events.Count < count; waited++)
        {
            Assert.True(waited < 600, $"Only {_events.Count} of {count} events came.");
            await Task.Delay(50);
        }

        return Events;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                (Path, Authorization) = (context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"]);
                _events.Enqueue((await JsonNode.ParseAsync(context.Request.InputStream))!.AsObject());
                context.Response.StatusCode = Status;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // It was stopped.
        }
    }
}
