using System.Buffers.Binary;
using PostModern.Lake.Copies;

namespace PostModern.Engine.Planning;

/// <summary>Fetches what DuckDB reads of a Parquet file while it plans: its end, with the footer.</summary>
internal static class ParquetFooter
{
    /// <summary>Most footers are smaller; of a larger one the rest takes a second request.</summary>
    private const int Guess = 64 * 1024;

    /// <summary>The footer's length and the magic number.</summary>
    private const int Tail = 8;

    public static Task FetchAsync(IEnumerable<ObjectCopy> copies, CancellationToken cancellation) => HeldCopies.FetchAsync(copies, FetchAsync, cancellation);

    private static async Task FetchAsync(ObjectCopy copy, CancellationToken cancellation)
    {
        if (copy.Size <= ObjectCopy.SmallObject)
        {
            await copy.FetchAsync(cancellation);
            return;
        }

        await copy.FetchAsync([new ByteRange(0, Tail), new ByteRange(copy.Size - Guess, copy.Size)], cancellation);
        var tail = new byte[Tail];
        using (var file = File.OpenHandle(copy.Path))
        {
            _ = await RandomAccess.ReadAsync(file, tail, copy.Size - Tail, cancellation);
        }

        if (!tail.AsSpan(4).SequenceEqual("PAR1"u8))
        {
            // An encrypted footer, or no Parquet: DuckDB is to say which.
            await copy.FetchAsync(cancellation);
            return;
        }

        var footer = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        await copy.FetchAsync([new ByteRange(copy.Size - Tail - footer, copy.Size)], cancellation);
    }
}
