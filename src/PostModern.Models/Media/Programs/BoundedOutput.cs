using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Models.Media.Programs;

/// <summary>What a program writes, up to a limit.</summary>
internal sealed class BoundedOutput(Stream pipe, string program, long mostBytes) : ReadOnlyStream
{
    private long _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await pipe.ReadAsync(buffer, cancellationToken);
        _count += read;
        return _count <= mostBytes ? read : throw new ServerException(ErrorCode.ResourceExhausted, string.Create(
            CultureInfo.InvariantCulture, $"{program} was stopped: it wrote more than {mostBytes} bytes."));
    }

    /// <summary>Reads what the reader left over: a program that is not read waits for ever.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (await ReadAsync(buffer, cancellationToken) > 0)
        {
            // Counted, and forgotten.
        }
    }
}
