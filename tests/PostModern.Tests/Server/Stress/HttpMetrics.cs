using System.Diagnostics.Metrics;

namespace PostModern.Tests.Server.Stress;

/// <summary>What ASP.NET Core itself counts in this process: open connections and requests that run.</summary>
internal sealed class HttpMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _connections;
    private long _requests;

    public HttpMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is "kestrel.active_connections" or "http.server.active_requests")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            Interlocked.Add(ref instrument.Name == "kestrel.active_connections" ? ref _connections : ref _requests, value));
        _listener.Start();
    }

    /// <summary>Connections and requests that have begun since this object was made, less those that have ended.</summary>
    public (long Connections, long Requests) Active => (Interlocked.Read(ref _connections), Interlocked.Read(ref _requests));

    public void Dispose() => _listener.Dispose();
}
