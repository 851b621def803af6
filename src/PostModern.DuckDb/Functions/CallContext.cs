namespace PostModern.DuckDb.Functions;

/// <summary>What functions called by DuckDB share with the connection whose statement calls them.</summary>
/// <remarks>
/// DuckDB carries only an error's text across its boundary. The exception itself waits here, on the connection that runs the
/// statement, until that statement reports its failure.
/// </remarks>
internal sealed class CallContext(ulong connectionId)
{
    // Well above what lies between two calls of a thread, and below what anybody notices.
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(2);

    private readonly object _calls = new();
    private Exception? _failure;
    private int _inside;
    private int _answers;
    private int _answersRead;
    private int _reader;
    private bool _isElsewhere;
    private bool _isReleased;

    public ulong ConnectionId { get; } = connectionId;

    /// <summary>Cancels the statement that runs now.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>Starts a statement: failures of earlier ones are forgotten.</summary>
    public void Begin(CancellationToken cancellation)
    {
        Cancellation = cancellation;
        _isReleased = _isElsewhere = false;
        _answers = _answersRead = 0;
        Interlocked.Exchange(ref _failure, null);
    }

    /// <summary>Notes that this thread works for the statement, until <see cref="Leave"/>.</summary>
    public void Enter()
    {
        lock (_calls)
        {
            _inside++;
            _isElsewhere = Environment.CurrentManagedThreadId != _reader;
            Monitor.PulseAll(_calls);
        }
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    /// <param name="hasAnswered">Whether rows may follow from it.</param>
    public void Leave(bool hasAnswered)
    {
        lock (_calls)
        {
            _inside--;
            _answers += hasAnswered ? 1 : 0;
            Monitor.PulseAll(_calls);
        }
    }

    /// <summary>
    /// Before this thread reads rows: while others work for the statement, waits until one has answered since the last time. Where they have stopped,
    /// or never began, this thread will do the work. Not beyond <see cref="Release"/>.
    /// </summary>
    public void AwaitAnswer()
    {
        lock (_calls)
        {
            _reader = Environment.CurrentManagedThreadId;
            var isQuiet = false;
            while (_answers == _answersRead && !_isReleased && !isQuiet && (_inside > 0 || _isElsewhere))
            {
                isQuiet = !Monitor.Wait(_calls, _inside > 0 ? Timeout.InfiniteTimeSpan : s_quiet);
            }

            _answersRead = _answers;
        }
    }

    /// <summary>Lets nobody wait any more for functions of the statement that runs now.</summary>
    public void Release()
    {
        lock (_calls)
        {
            _isReleased = true;
            Monitor.PulseAll(_calls);
        }
    }

    /// <summary>Keeps the first exception of a statement; several threads call at once, and the others only follow.</summary>
    public void Fail(Exception exception) => Interlocked.CompareExchange(ref _failure, exception, null);

    /// <summary>The exception that the running statement's failure came from, if it was one of ours.</summary>
    public Exception? TakeFailure() => Interlocked.Exchange(ref _failure, null);
}
