using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using PostModern.Flight.Messages;

namespace PostModern.Flight.Grpc;

/// <summary>Writes FlightData messages without assembling them: prefix and header first, then each body buffer from where it lies.</summary>
public static class FlightDataWriter
{
    // Below this, one more copy is cheaper than one more trip through the socket's machinery.
    private const int SmallPiece = 32 * 1024;

    private const int LargestWrite = 1024 * 1024;

    /// <summary>Writes and flushes one message; returns when the peer's window has taken it, so the caller can't run ahead.</summary>
    public static async ValueTask WriteFrameAsync(this PipeWriter output, FlightDataFrame frame, CancellationToken cancellationToken)
    {
        var bodyLength = frame.Body.Sum(piece => (long)piece.Length);
        WriteUpToBody(output, frame, bodyLength);
        var unflushed = 0;
        foreach (var piece in frame.Body)
        {
            unflushed = piece.Length < SmallPiece && unflushed < LargestWrite
                ? unflushed + Copy(output, piece)
                : await SendAsync(output, piece, cancellationToken);
        }

        Check(await output.FlushAsync(cancellationToken), cancellationToken);
    }

    private static int Copy(PipeWriter output, ReadOnlyMemory<byte> piece)
    {
        output.Write(piece.Span);
        return piece.Length;
    }

    /// <summary>Sends what was copied, and the piece from where it lies.</summary>
    /// <returns>0: bytes that wait for a flush.</returns>
    private static async ValueTask<int> SendAsync(PipeWriter output, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        for (var start = 0; start < piece.Length; start += LargestWrite)
        {
            var part = piece.Slice(start, Math.Min(LargestWrite, piece.Length - start));
            Check(await output.WriteAsync(part, cancellationToken), cancellationToken);
        }

        return 0;
    }

    private static void WriteUpToBody(PipeWriter output, FlightDataFrame frame, long bodyLength)
    {
        var descriptor = frame.Descriptor?.ToByteArray() ?? [];
        var length = FieldLength(FlightDataFields.Descriptor, descriptor.Length)
            + FieldLength(FlightDataFields.Header, frame.Header.Length)
            + FieldLength(FlightDataFields.AppMetadata, frame.AppMetadata.Length)
            + FieldLength(FlightDataFields.Body, bodyLength);
        output.WritePrefix(length);
        WriteField(output, FlightDataFields.Descriptor, descriptor);
        WriteField(output, FlightDataFields.Header, frame.Header.Span);
        WriteField(output, FlightDataFields.AppMetadata, frame.AppMetadata.Span);
        if (bodyLength > 0)
        {
            WriteVarint(output, FlightDataFields.Body);
            WriteVarint(output, (ulong)bodyLength);
        }
    }

    // Empty fields are left out, as protobuf does.
    private static void WriteField(PipeWriter output, uint tag, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            return;
        }

        WriteVarint(output, tag);
        WriteVarint(output, (ulong)value.Length);
        output.Write(value);
    }

    private static long FieldLength(uint tag, long length) =>
        length == 0 ? 0 : VarintLength(tag) + VarintLength((ulong)length) + length;

    private static int VarintLength(ulong value)
    {
        var length = 1;
        while ((value >>= 7) != 0)
        {
            length++;
        }

        return length;
    }

    private static void WriteVarint(PipeWriter output, ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }

    // The reader's end is gone when a flush says so; a stream that silently stops would look complete to the writer.
    private static void Check(FlushResult result, CancellationToken cancellationToken)
    {
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException("The other side has stopped reading.", cancellationToken);
        }
    }
}
