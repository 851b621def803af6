using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>Whole and partial reads on top of <see cref="IObjectStore.OpenReadAsync"/>.</summary>
public static class ObjectReading
{
    /// <summary>The pinned bytes, or a window of them; a window that reaches past the end is cut there.</summary>
    /// <param name="store">The store that <paramref name="obj"/> is in.</param>
    /// <param name="obj">The object.</param>
    /// <param name="offset">The first byte, from 0.</param>
    /// <param name="length">At most that many bytes; all when null.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="ServerException">As for opening; ResourceExhausted: more than 2 GB.</exception>
    public static async Task<byte[]> ReadAsync(
        this IObjectStore store, ObjectRef obj, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(obj);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        await using var stream = length is { } wanted
            ? await store.OpenRangeAsync(obj, offset, wanted, cancellationToken)
            : await store.OpenReadAsync(obj, cancellationToken);
        return await stream.ReadAsync(obj, offset, length, cancellationToken);
    }

    /// <inheritdoc cref="ReadAsync(IObjectStore, ObjectRef, long, long?, CancellationToken)"/>
    /// <param name="stream">The object's bytes, opened; borrowed for the call.</param>
    public static async Task<byte[]> ReadAsync(
        this Stream stream, ObjectRef obj, long offset = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(obj);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var count = Math.Min(length ?? long.MaxValue, Math.Max(0, stream.Length - offset));
        if (count > Array.MaxLength)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, $"'{obj.Uri}' is {count} bytes; one value holds at most {Array.MaxLength}.");
        }

        var bytes = new byte[count];
        stream.Seek(offset, SeekOrigin.Begin);
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return read == bytes.Length ? bytes : throw Shrunk(obj, offset + read);
    }

    // A file cut short between opening and reading would otherwise pass as a shorter whole.
    private static ServerException Shrunk(ObjectRef obj, long size) =>
        new(ErrorCode.Conflict, $"'{obj.Uri}' was cut to {size} bytes while it was read. List it again to read its present bytes.");
}
