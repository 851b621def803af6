using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>An object's bytes, fetched piece by piece with <c>read_bytes</c>, each of which checks that the object is still the pinned one.</summary>
/// <remarks>
/// Seeking needs the length, which a pinned object tells, and every object that fits in a piece. A part of an object (a page, a member) tells only the size
/// of the whole: its end is where a piece comes back short.
/// </remarks>
internal sealed class ObjectStream : Stream
{
    // Large enough that a bucket's latency doesn't count, small enough to hold one for each stream.
    private const int PieceLength = 4 * 1024 * 1024;

    private readonly PostModernCommand _command;
    private readonly PostModernParameter _offset = new("offset", 0L);
    private byte[] _piece = [];
    private long _pieceStart;
    private long _position;
    private long? _length;

    public ObjectStream(PostModernConnection connection, PostModernObject target)
    {
        var isPinned = target.Version is not null || target.Etag is not null;
        _length = isPinned && !target.Uri.Contains('#', StringComparison.Ordinal) ? target.Size : null;
        _command = new PostModernCommand("SELECT read_bytes(@object::OBJECT, @offset, @length)", connection);
        _command.Parameters.AddWithValue("object", target);
        _command.Parameters.Add(_offset);
        _command.Parameters.AddWithValue("length", (long)PieceLength);
    }

    public override bool CanRead => true;

    public override bool CanSeek => _length is not null;

    public override bool CanWrite => false;

    public override long Length => _length ?? throw new NotSupportedException("The object's length isn't known before its end.");

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = CanSeek || value == _position ? value : throw new NotSupportedException("The object's length isn't known before its end, so its stream can't seek.");
        }
    }

    /// <summary>Fetches the first piece.</summary>
    public Task OpenAsync(CancellationToken cancellationToken) => FetchAsync(0, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var available = Available;
        if (available.IsEmpty && !IsAtEnd && buffer.Length > 0)
        {
            available = SyncBridge.Run(() => NextAsync(CancellationToken.None));
        }

        return Take(available, buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var available = Available;
        if (available.IsEmpty && !IsAtEnd && buffer.Length > 0)
        {
            available = await NextAsync(cancellationToken);
        }

        return Take(available, buffer.Span);
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("Objects are read here, not written.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Objects are read here, not written.");

    public override async ValueTask DisposeAsync()
    {
        await _command.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _command.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsAtEnd => _length is { } length && _position >= length;

    /// <summary>What is here already of what comes next.</summary>
    private ReadOnlyMemory<byte> Available =>
        _position >= _pieceStart && _position < _pieceStart + _piece.Length ? _piece.AsMemory((int)(_position - _pieceStart)) : default;

    private int Take(ReadOnlyMemory<byte> available, Span<byte> buffer)
    {
        var count = Math.Min(available.Length, buffer.Length);
        available.Span[..count].CopyTo(buffer);
        _position += count;
        return count;
    }

    private async Task<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        await FetchAsync(_position, cancellationToken);
        return Available;
    }

    private async Task FetchAsync(long start, CancellationToken cancellationToken)
    {
        _offset.Value = start;
        _piece = (byte[])(await _command.ExecuteScalarAsync(cancellationToken))!;
        _pieceStart = start;
        if (_piece.Length < PieceLength && _length is null)
        {
            _length = start + _piece.Length;
        }
    }
}
