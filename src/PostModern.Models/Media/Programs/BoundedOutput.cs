using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Media.Programs;

/// <summary>What a program writes, up to a limit.</summary>
internal sealed class BoundedOutput(Stream pipe, string program, long mostBytes) : Stream
{
    private long _count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await pipe.ReadAsync(buffer, cancellationToken);
        _count += read;
        return _count <= mostBytes ? read : throw new ServerException(ErrorCode.ResourceExhausted, string.Create(
            CultureInfo.InvariantCulture, $"{program} was stopped: it wrote more than {mostBytes} bytes."));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads what the reader left over: a program that is not read waits for ever.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await ReadAsync(buffer, cancellationToken) > 0)
        {
            // Counted, and forgotten.
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Output of programs is read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
