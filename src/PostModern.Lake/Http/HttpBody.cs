using System.Diagnostics;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Http;

/// <summary>A body that arrives: what is too short, silent or dripping is an error, never a shorter whole.</summary>
/// <param name="inner">The bytes.</param>
/// <param name="uri">Where they come from.</param>
/// <param name="length">How many there will be, where the answer says.</param>
/// <param name="options">The patience.</param>
internal sealed class HttpBody(Stream inner, Uri uri, long? length, HttpOptions options) : ReadOnlyStream
{
    /// <summary>Less in a second, for as long as a link may take, is a slow drip that keeps a connection busy for nothing.</summary>
    private const int DripBytesPerSecond = 1000;

    private readonly Stopwatch _waited = new();
    private CancellationTokenSource _silence = new();
    private long _read;
    private long _readBeforeWindow;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _waited.Start();
        var read = await ReadSoonAsync(buffer, cancellationToken);
        _waited.Stop();
        if (read == 0 && buffer.Length > 0 && _read < length)
        {
            throw new EndOfStreamException($"The answer ended at byte {_read} of {length}.");
        }

        _read += read;
        ThrowIfDripping();
        return read;
    }

    private async ValueTask<int> ReadSoonAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var linked = cancellationToken.UnsafeRegister(timer => ((CancellationTokenSource)timer!).Cancel(), _silence);
        _silence.CancelAfter(options.IdleTimeout);
        try
        {
            return await inner.ReadAsync(buffer, _silence.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The answer fell silent for {options.IdleTimeout.TotalSeconds:0.#} seconds at byte {_read}.");
        }
        finally
        {
            // Before the timer may go, which the caller's cancellation would reach for.
            await linked.DisposeAsync();
            if (!_silence.TryReset())
            {
                _silence.Dispose();
                _silence = new CancellationTokenSource();
            }
        }
    }

    private void ThrowIfDripping()
    {
        if (_waited.Elapsed < options.Timeout)
        {
            return;
        }

        if (_read - _readBeforeWindow < options.Timeout.TotalSeconds * DripBytesPerSecond)
        {
            throw new ServerException(
                ErrorCode.Timeout,
                $"'{uri}' drips: {_read - _readBeforeWindow} bytes in {_waited.Elapsed.TotalSeconds:0.#} seconds. Raise --http-timeout to wait longer.");
        }

        _readBeforeWindow = _read;
        _waited.Reset();
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        _silence.Dispose();
        base.Dispose(disposing);
    }
}
