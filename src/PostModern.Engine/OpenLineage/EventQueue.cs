using System.Net.Http.Headers;
using System.Text;
using System.Threading.Channels;

namespace PostModern.Engine.OpenLineage;

/// <summary>Posts events one after another in the background. Whoever adds one never waits, and never hears of a collector's trouble.</summary>
internal sealed class EventQueue : IAsyncDisposable
{
    private const int Capacity = 1000;
    private const int Attempts = 3;
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_patienceAtEnd = TimeSpan.FromSeconds(5);

    private readonly Channel<string> _events = Channel.CreateBounded<string>(Capacity);
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new() { Timeout = s_timeout };
    private readonly Uri _endpoint;
    private readonly Task _posting;
    private long _sent;
    private long _dropped;

    public EventQueue(OpenLineageOptions options)
    {
        _endpoint = options.Endpoint;
        if (options.ApiKey is { } key)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        _posting = Task.Run(PostAllAsync);
    }

    public long Sent => Interlocked.Read(ref _sent);

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Gets a sentence for each event that is lost.</summary>
    public Action<string>? Log { get; set; }

    public void Add(string json)
    {
        if (!_events.Writer.TryWrite(json))
        {
            Drop($"{Capacity} events wait already");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await Task.WhenAny(_posting, Task.Delay(s_patienceAtEnd));
        await _stop.CancelAsync();
        await _posting;
        while (_events.Reader.TryRead(out _))
        {
            Drop("the server stops");
        }

        _client.Dispose();
        _stop.Dispose();
    }

    private async Task PostAllAsync()
    {
        try
        {
            await foreach (var json in _events.Reader.ReadAllAsync(_stop.Token))
            {
                await PostAsync(json);
            }
        }
        catch (OperationCanceledException)
        {
            // What is left is counted when the queue is disposed.
        }
    }

    private async Task PostAsync(string json)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (problem, isPassing) = await TryPostAsync(json);
            if (problem is null)
            {
                Interlocked.Increment(ref _sent);
                return;
            }

            if (!isPassing || attempt == Attempts || _stop.IsCancellationRequested)
            {
                Drop(problem);
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(attempt), _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <returns>What went wrong, and whether it may go right another time.</returns>
    private async Task<(string? Problem, bool IsPassing)> TryPostAsync(string json)
    {
        try
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            using var response = await _client.PostAsync(_endpoint, content, _stop.Token);
            return response.IsSuccessStatusCode ? (null, false) : ($"the collector answered {(int)response.StatusCode}", (int)response.StatusCode >= 500);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return (e.Message, true);
        }
    }

    private void Drop(string reason)
    {
        var count = Interlocked.Increment(ref _dropped);
        Log?.Invoke($"An OpenLineage event for {_endpoint} was dropped ({count} so far): {reason}.");
    }
}
