using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Lake.Archives;

/// <summary>Inflated bytes, counted while they come: a bomb is refused when it has grown too large, and not when it fills the disk.</summary>
/// <param name="inflater">Gives the bytes; owned.</param>
/// <param name="packed">What it reads; tells how much went in. Not owned, as the inflater may or may not own it.</param>
/// <param name="limits">How much they may grow.</param>
/// <param name="mostBytes">How many there may be.</param>
/// <param name="mustFill">Whether there must be exactly as many.</param>
internal sealed class InflatedStream(Stream inflater, Stream packed, ArchiveLimits limits, long mostBytes, bool mustFill) : Stream
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
        var read = await InflateAsync(buffer, cancellationToken);
        _count += read;
        if (read > 0 || buffer.Length == 0)
        {
            Check();
        }
        else if (mustFill && _count < mostBytes)
        {
            throw Broken($"it ends after {_count} of {mostBytes} bytes");
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Members of archives are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inflater.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> InflateAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await inflater.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw Broken(e.Message.TrimEnd('.'));
        }
    }

    private void Check()
    {
        if (_count > mostBytes)
        {
            throw mustFill
                ? Broken($"it holds more than the {mostBytes} bytes that the archive says")
                : new ServerException(ErrorCode.ResourceExhausted, string.Create(CultureInfo.InvariantCulture, $"The archive holds more than {mostBytes} bytes when it is inflated, and is read no further."));
        }

        if (_count > limits.HarmlessBytes && _count / limits.MostGrowth > packed.Position)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, string.Create(
                CultureInfo.InvariantCulture,
                $"{packed.Position} bytes became {_count} by inflating, more than {limits.MostGrowth} times as many: taken for a decompression bomb and read no further."));
        }
    }

    private static ServerException Broken(string what) => new(ErrorCode.InvalidInput, string.Create(
        CultureInfo.InvariantCulture, $"The archive's data is damaged or cut short: {what}."));
}
