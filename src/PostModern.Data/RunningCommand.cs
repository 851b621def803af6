using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;

namespace PostModern.Data;

/// <summary>One execution: everything that can stop it, and what its failures mean to the caller.</summary>
/// <remarks>
/// Stopping cancels the call's stream, which interrupts the server's work; the session stays. Three ways lead there: the caller's token
/// (<see cref="OperationCanceledException"/>), the command's time-out and <see cref="PostModernCommand.Cancel"/> (<see cref="PostModernException"/>).
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The source owns no timer, and Cancel may come after the end.")]
internal sealed class RunningCommand(TimeSpan timeout)
{
    private static readonly CompositeFormat SlowCommand = CompositeFormat.Parse(
        "The server gave no answer within the command's time-out of {0:0} s; CommandTimeout changes it.");

    /// <summary>What a time-out is told as when a connection is opened.</summary>
    public static readonly CompositeFormat SlowOpening = CompositeFormat.Parse(
        "The connection could not be opened within {0:0} s; Timeout=… in the connection string changes that.");

    private readonly CancellationTokenSource _source = new();
    private int _reason;

    private enum StopReason
    {
        None,
        Caller,
        Timeout,
        Cancel,
    }

    /// <summary>What a time-out is told as; the text may say the seconds as <c>{0}</c>.</summary>
    public CompositeFormat TimeoutMessage { get; set; } = SlowCommand;

    /// <summary>The part of a batch that runs.</summary>
    public PostModernBatchCommand? BatchCommand { get; set; }

    /// <summary>Told how far each statement is, which then runs to its end before its first row arrives; null for rows as they are found.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Ends every call that the command makes.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Runs one call within a time-out.</summary>
    public static Task<T> RunAsync<T>(TimeSpan timeout, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var running = new RunningCommand(timeout);
        return running.StepAsync(() => work(running.Token), cancellationToken);
    }

    public void Cancel() => Stop(StopReason.Cancel);

    /// <summary>Runs a step that waits for the server; each step has the whole time-out for itself.</summary>
    public async Task<T> StepAsync<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var caller = cancellationToken.UnsafeRegister(static self => ((RunningCommand)self!).Stop(StopReason.Caller), this);
        using var timer = timeout > TimeSpan.Zero
            ? new Timer(static self => ((RunningCommand)self!).Stop(StopReason.Timeout), this, timeout, Timeout.InfiniteTimeSpan)
            : null;
        try
        {
            return await step();
        }
        catch (Exception error) when (Translate(error, cancellationToken) is { } better)
        {
            throw better;
        }
    }

    private void Stop(StopReason reason)
    {
        Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None);
        _source.Cancel();
    }

    /// <summary>Null when the exception says it best itself.</summary>
    private Exception? Translate(Exception error, CancellationToken cancellationToken)
    {
        var stopped = error is OperationCanceledException or RpcException { Status: GrpcStatusCode.Cancelled };
        return (StopReason)_reason switch
        {
            StopReason.Caller when stopped => new OperationCanceledException("The command was cancelled.", error, cancellationToken),
            StopReason.Timeout when stopped => new PostModernException(
                ErrorCode.Timeout,
                string.Format(CultureInfo.InvariantCulture, TimeoutMessage, timeout.TotalSeconds),
                new TimeoutException(null, error)),
            StopReason.Cancel when stopped => new PostModernException(ErrorCode.Cancelled, "The command was cancelled.", error),
            _ => error is RpcException rpc ? PostModernException.From(rpc, BatchCommand) : null,
        };
    }
}
