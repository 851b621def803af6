namespace PostModern.DuckDb.Functions;

/// <summary>The threads of a connection's statement that are in functions of ours, so that the one that reads rows can rest meanwhile.</summary>
/// <remarks>
/// A fetch from a streaming result polls for as long as the only task left runs on another of DuckDB's threads, which is the time that a model
/// thinks. That took half a core of two from the networks: 27 instead of 44 pictures a second (benchmark <c>detect</c>).
/// </remarks>
internal sealed class WorkingThreads
{
    // Well above what lies between two calls of a thread, and below what anybody notices.
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(2);

    private readonly object _lock = new();
    private int _inside;
    private int _answers;
    private int _answersRead;
    private int _reader;
    private bool _isElsewhere;
    private bool _isReleased;

    /// <summary>Starts a statement: nobody has worked for it.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _isReleased = _isElsewhere = false;
            _answers = _answersRead = 0;
        }
    }

    /// <summary>Notes that this thread works for the statement, until <see cref="Leave"/>.</summary>
    public void Enter()
    {
        lock (_lock)
        {
            _inside++;
            _isElsewhere = Environment.CurrentManagedThreadId != _reader;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    /// <param name="hasAnswered">Whether rows may follow from it.</param>
    public void Leave(bool hasAnswered)
    {
        lock (_lock)
        {
            _inside--;
            _answers += hasAnswered ? 1 : 0;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>
    /// Before this thread reads rows: while others work for the statement, waits until one has answered since the last time. Where they have stopped,
    /// or never began, this thread will do the work. Not beyond <see cref="Release"/>.
    /// </summary>
    public void AwaitAnswer()
    {
        lock (_lock)
        {
            _reader = Environment.CurrentManagedThreadId;
            var isQuiet = false;
            while (_answers == _answersRead && !_isReleased && !isQuiet && (_inside > 0 || _isElsewhere))
            {
                isQuiet = !Monitor.Wait(_lock, _inside > 0 ? Timeout.InfiniteTimeSpan : s_quiet);
            }

            _answersRead = _answers;
        }
    }

    /// <summary>Lets nobody wait any more for functions of the statement that runs now.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _isReleased = true;
            Monitor.PulseAll(_lock);
        }
    }
}
