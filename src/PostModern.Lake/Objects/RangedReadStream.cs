using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>The bytes of one object at a service: seeking asks for another range of the same bytes, and so does a connection that broke.</summary>
/// <param name="length">Bytes of the object.</param>
internal abstract class RangedReadStream(long length) : ReadOnlyStream
{
    private const int MostReopenings = 4;
    private const int EnoughProgress = 1 << 20;
    private const int SkippedInPlace = 64 * 1024;

    private Stream? _current;
    private long _currentPosition;
    private long _currentEnd;
    private long _position;
    private long _brokenAt;
    private int _reopenings;

    public override bool CanSeek => true;

    public override long Length { get; } = length;

    public override long Position
    {
        get => _position;
        set => _position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Before the first byte.");
    }

    /// <summary>Up to how many bytes are read and dropped rather than asking for another range.</summary>
    protected virtual long MostSkipped => SkippedInPlace;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.Length == 0)
        {
            return 0;
        }

        while (true)
        {
            try
            {
                var stream = await StreamAtPositionAsync(cancellationToken);
                var read = await stream.ReadAsync(buffer, cancellationToken);
                if (read == 0)
                {
                    throw new EndOfStreamException($"The answer ended at byte {_position} of {Length}.");
                }

                _position += read;
                _currentPosition = _position;
                return read;
            }
            catch (Exception e) when (e is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
            {
                CloseCurrent();
                if (!MayReopen())
                {
                    throw Translate(e);
                }
            }
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    /// <summary>How far the present answer has been read, or the last one was.</summary>
    protected long Reached => _currentPosition;

    /// <summary>The object's bytes from <paramref name="position"/> on. The stream before is closed by then.</summary>
    /// <exception cref="ServerException">Conflict: they are no longer the pinned ones.</exception>
    protected abstract Task<Stream> OpenAtAsync(long position, CancellationToken cancellationToken);

    /// <summary>Ends what <see cref="OpenAtAsync"/> began.</summary>
    protected abstract void Close(Stream opened);

    /// <summary>A connection's failure in the service's terms.</summary>
    protected abstract ServerException Translate(Exception e);

    /// <summary>The answer that is there already.</summary>
    /// <param name="first">The answer.</param>
    /// <param name="start">Where in the object it begins; reading begins there, too.</param>
    /// <param name="end">Where it ends.</param>
    protected void Begin(Stream first, long start, long end)
    {
        _current = first;
        (_currentPosition, _currentEnd) = (start, end);
        _position = start;
    }

    protected override void Dispose(bool disposing)
    {
        CloseCurrent();
        base.Dispose(disposing);
    }

    /// <summary>A service that breaks off after each byte is not asked for every one of them.</summary>
    private bool MayReopen()
    {
        if (Math.Abs(_position - _brokenAt) >= EnoughProgress)
        {
            _reopenings = 0;
        }

        _brokenAt = _position;
        return ++_reopenings <= MostReopenings;
    }

    private async Task<Stream> StreamAtPositionAsync(CancellationToken cancellationToken)
    {
        if (_current is not null && _currentPosition <= _position && _position < _currentEnd && _position - _currentPosition <= MostSkipped)
        {
            await SkipAsync(_current, _position - _currentPosition, cancellationToken);
        }
        else
        {
            CloseCurrent();
            _current = await OpenAtAsync(_position, cancellationToken);
            _currentEnd = Length;
        }

        _currentPosition = _position;
        return _current;
    }

    protected static async Task SkipAsync(Stream stream, long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(count, SkippedInPlace)];
        while (count > 0)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(count, buffer.Length));
            await stream.ReadExactlyAsync(part, cancellationToken);
            count -= part.Length;
        }
    }

    private void CloseCurrent()
    {
        if (_current is { } current)
        {
            _current = null;
            Close(current);
        }
    }
}
