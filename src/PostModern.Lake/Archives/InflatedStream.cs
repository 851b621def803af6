using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Archives;

/// <summary>Inflated bytes, counted while they come: a bomb is refused when it has grown too large, and not when it fills the disk.</summary>
/// <param name="inflater">Gives the bytes; owned.</param>
/// <param name="packed">What it reads; tells how much went in. Not owned, as the inflater may or may not own it.</param>
/// <param name="limits">How much they may grow.</param>
/// <param name="mostBytes">How many there may be; exactly as many must be there if there is a checksum.</param>
internal sealed class InflatedStream(Stream inflater, Stream packed, ArchiveLimits limits, long mostBytes) : ReadOnlyStream
{
    private long _count;
    private uint _crc;

    /// <summary>What their checksum must be; null where the inflater knows.</summary>
    public uint? Crc { get; init; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await InflateAsync(buffer, cancellationToken);
        _count += read;
        if (read > 0 || buffer.Length == 0)
        {
            CheckSize();
            _crc = Crc is null ? 0 : Crc32.Of(buffer.Span[..read], _crc);
        }
        else
        {
            CheckEnd();
        }

        return read;
    }

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

    private void CheckEnd()
    {
        if (Crc is not null && _count < mostBytes)
        {
            throw Broken($"it ends after {_count} of {mostBytes} bytes");
        }

        if (Crc is { } crc && crc != _crc)
        {
            throw Broken("its checksum is wrong");
        }
    }

    private void CheckSize()
    {
        if (_count > mostBytes)
        {
            throw Crc is not null
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
