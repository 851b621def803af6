using System.Buffers.Binary;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Lake.Delta;

/// <summary>The content of deletion vectors: which rows of a file are deleted.</summary>
/// <remarks>Delta transaction log protocol, section "Deletion Vectors": a file is a version byte, then length, vector and checksum of each.</remarks>
public static class DeletedRows
{
    private const byte FileVersion = 1;

    /// <summary>Reads a vector.</summary>
    /// <param name="store">Where its file is.</param>
    /// <param name="vector">As <see cref="DeletionVector.Locate"/> gives it.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="ServerException">NotFound: the file is gone. InvalidInput: it is damaged.</exception>
    public static async Task<RowSet> ReadAsync(IObjectStore store, DeletionVector vector, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(vector);
        var rows = vector.StorageType == "i" ? ReadInline(vector) : await ReadFileAsync(store, vector, cancellationToken);
        return rows.Count == vector.Cardinality
            ? rows
            : throw DeletionVector.Corrupt(vector.PathOrInline, $"it holds {rows.Count} rows, but the log says {vector.Cardinality}");
    }

    /// <summary>Writes vectors into one new file of a table's folder. It becomes part of the table only when a commit names it.</summary>
    /// <param name="log">The table.</param>
    /// <param name="rows">The deleted rows of one data file each, with those that were deleted before.</param>
    /// <param name="cancellationToken">Stops the write.</param>
    /// <returns>The vectors, in order.</returns>
    public static async Task<IReadOnlyList<DeletionVector>> WriteAsync(DeltaLog log, IReadOnlyList<RowSet> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(rows);
        var id = Guid.NewGuid();
        var file = new MemoryStream();
        file.WriteByte(FileVersion);
        var vectors = new List<DeletionVector>();
        foreach (var set in rows)
        {
            var offset = (int)file.Length;
            vectors.Add(new DeletionVector("u", Z85.Encode(id.ToByteArray(bigEndian: true)), offset, Append(file, set), set.Count));
        }

        await log.Store.PutAsync(log.Resolve(DeletionVector.FileName(id)), file.ToArray(), cancellationToken);
        return vectors;
    }

    /// <returns>The vector's size, without length and checksum.</returns>
    private static int Append(MemoryStream file, RowSet rows)
    {
        var vector = RoaringWriter.Write(rows);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, vector.Length);
        file.Write(number);
        file.Write(vector);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(vector));
        file.Write(number);
        return vector.Length;
    }

    private static RowSet ReadInline(DeletionVector vector)
    {
        var bytes = Z85.TryDecode(vector.PathOrInline) ?? throw DeletionVector.Corrupt(vector.PathOrInline, "it is no Z85 text");
        return vector.SizeInBytes >= 0 && vector.SizeInBytes <= bytes.Length
            ? RoaringReader.Read(bytes.AsSpan(0, vector.SizeInBytes), vector.PathOrInline)
            : throw DeletionVector.Corrupt(vector.PathOrInline, $"it has {bytes.Length} bytes, but the log says {vector.SizeInBytes}");
    }

    private static async Task<RowSet> ReadFileAsync(IObjectStore store, DeletionVector vector, CancellationToken cancellationToken)
    {
        var path = vector.PathOrInline;
        var file = await store.TryGetAsync(path, cancellationToken)
            ?? throw new ServerException(ErrorCode.NotFound, $"The deletion vector '{path}' is gone. Read a version without it, or restore the file from a backup.");
        if (vector is { SizeInBytes: < 0 } or { Offset: < 0 })
        {
            throw DeletionVector.Corrupt(path, "the log gives it a negative size or offset");
        }

        // A foreign file may hold many vectors; of its first byte we know only the one version.
        var version = await store.ReadAsync(file, 0, 1, cancellationToken);
        var bytes = await store.ReadAsync(file, vector.Offset ?? 1, vector.SizeInBytes + 8L, cancellationToken);
        if (version is not [FileVersion] || bytes.Length != vector.SizeInBytes + 8 || BinaryPrimitives.ReadInt32BigEndian(bytes) != vector.SizeInBytes)
        {
            throw DeletionVector.Corrupt(path, $"at {vector.Offset ?? 1} there is none of {vector.SizeInBytes} bytes");
        }

        var content = bytes.AsSpan(4, vector.SizeInBytes);
        return Crc32.Of(content) == BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 + vector.SizeInBytes))
            ? RoaringReader.Read(content, path)
            : throw DeletionVector.Corrupt(path, "its checksum is wrong");
    }
}
