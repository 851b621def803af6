using PostModern.Arrow.Errors;

namespace PostModern.Lake.Http;

/// <summary>Whether a host answers at all: a column with ten thousand links to a dead host must not wait for each of them.</summary>
internal sealed class HostHealth
{
    /// <summary>Failures in a row, without one answer between them, after which a host counts as down.</summary>
    public const int MostFailures = 20;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private int _failures;
    private long _downUntil;
    private ServerException? _last;

    public void Succeeded()
    {
        lock (_lock)
        {
            _failures = 0;
            _last = null;
        }
    }

    public void Failed(ServerException failure)
    {
        lock (_lock)
        {
            _last = failure;
            if (++_failures >= MostFailures)
            {
                _downUntil = Environment.TickCount64 + (long)s_pause.TotalMilliseconds;
            }
        }
    }

    /// <exception cref="ServerException">The last failure's code: the host is down, and is not asked for a while.</exception>
    public void ThrowIfDown(string host)
    {
        lock (_lock)
        {
            if (_last is { } last && _failures >= MostFailures && Environment.TickCount64 < _downUntil)
            {
                throw new ServerException(
                    last.Code, $"'{host}' failed {_failures} times in a row and is left alone for {s_pause.TotalSeconds:0} seconds. The last failure: {last.Message}", last);
            }
        }
    }
}
