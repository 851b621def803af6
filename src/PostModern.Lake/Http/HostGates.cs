namespace PostModern.Lake.Http;

/// <summary>The gates of all hosts, and the one that all requests go through together.</summary>
internal sealed class HostGates(HttpOptions options)
{
    /// <summary>Hosts that are remembered when nothing goes to them; a gate takes about 500 bytes.</summary>
    private const int MostIdle = 10_000;

    private readonly Dictionary<string, HostGate> _gates = [];
    private readonly Slots _total = new(options.Total, options.Timeout);

    /// <summary>The gate of a URL's host, kept until the result is disposed.</summary>
    public Use Of(Uri uri)
    {
        var host = uri.Authority;
        lock (_gates)
        {
            if (!_gates.TryGetValue(host, out var gate))
            {
                Forget();
                _gates.Add(host, gate = new HostGate(options));
            }

            gate.Users++;
            return new Use(this, gate);
        }
    }

    /// <summary>Waits for a turn at a URL's host, and then for one among all: who waits for a busy host keeps nobody else waiting.</summary>
    public async Task<IDisposable> EnterAsync(Uri uri, CancellationToken cancellationToken)
    {
        var turn = new Stack<IDisposable>([Of(uri)]);
        try
        {
            turn.Push(await ((Use)turn.Peek()).Gate.EnterAsync(cancellationToken));
            turn.Push(await _total.EnterAsync(cancellationToken));
            return new Turn(turn);
        }
        catch
        {
            new Turn(turn).Dispose();
            throw;
        }
    }

    private void Forget()
    {
        if (_gates.Count < MostIdle)
        {
            return;
        }

        foreach (var (host, gate) in _gates)
        {
            if (gate.IsIdle)
            {
                _gates.Remove(host);
            }
        }
    }

    public sealed class Use(HostGates gates, HostGate gate) : IDisposable
    {
        public HostGate Gate => gate;

        public void Dispose()
        {
            lock (gates._gates)
            {
                gate.Users--;
            }
        }
    }

    private sealed class Turn(Stack<IDisposable> parts) : IDisposable
    {
        public void Dispose()
        {
            while (parts.TryPop(out var part))
            {
                part.Dispose();
            }
        }
    }
}
