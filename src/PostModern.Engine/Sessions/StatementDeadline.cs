using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sessions;

/// <summary>A statement's token: cancelled by its caller, or when the session's <c>statement_timeout</c> has passed.</summary>
internal sealed class StatementDeadline : IDisposable
{
    private readonly TimeSpan? _timeout;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource? _source;

    public StatementDeadline(TimeSpan? timeout, CancellationToken caller)
    {
        (_timeout, _caller) = (timeout, caller);
        if (timeout is { } time)
        {
            _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
            _source.CancelAfter(time);
        }
    }

    public CancellationToken Token => _source?.Token ?? _caller;

    /// <summary>Whether a cancellation is the time-out's doing.</summary>
    public bool HasPassed => _source?.IsCancellationRequested == true && !_caller.IsCancellationRequested;

    public ServerException Exceeded() => new(
        ErrorCode.Timeout,
        string.Create(CultureInfo.InvariantCulture, $"The statement was stopped after {_timeout!.Value.TotalMilliseconds:0} ms, the session's statement_timeout."));

    public void Dispose() => _source?.Dispose();
}
