using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;
using PostModern.Models.Inference;

namespace PostModern.Engine.Functions;

/// <summary>The pinned bytes of objects and of their parts, for functions; what is in memory at once is bounded.</summary>
/// <param name="stores">Of whole objects.</param>
/// <param name="contents">Of parts.</param>
internal sealed class ObjectBytes(ObjectStores stores, IObjectContents contents)
{
    /// <summary>Of one object; the same that models read.</summary>
    private const long MostBytes = 512L << 20;

    /// <summary>Of all objects that are read whole at the same time, by all sessions.</summary>
    private const long MostBytesTogether = 1L << 30;

    private readonly ByteBudget _budget = new(MostBytesTogether);

    /// <summary>Opens an object or a part of one.</summary>
    public Task<Stream> OpenAsync(ObjectRef obj, CancellationToken cancellation) => contents.OpenAsync(obj, cancellation);

    /// <summary>Opens an object of which about <paramref name="length"/> bytes will be read; the stream can be read on.</summary>
    public async Task<Stream> OpenRangeAsync(ObjectRef obj, long offset, long length, CancellationToken cancellation)
    {
        if (!IsPart(obj))
        {
            return await stores.For(obj.Uri).OpenRangeAsync(obj, offset, length, cancellation);
        }

        var stream = await contents.OpenAsync(obj, cancellation);
        stream.Position = offset;
        return stream;
    }

    /// <summary>The text that a part has beside its bytes, as a page has; null where there are only the bytes.</summary>
    public async Task<string?> FindTextAsync(ObjectRef obj, CancellationToken cancellation) =>
        IsPart(obj) ? await contents.ReadTextAsync(obj, cancellation) : null;

    /// <summary>The first bytes; fewer when there are no more.</summary>
    public async Task<byte[]> ReadHeadAsync(ObjectRef obj, int length, CancellationToken cancellation)
    {
        await using var stream = await OpenRangeAsync(obj, 0, length, cancellation);
        return await stream.ReadAsync(obj, 0, length, cancellation);
    }

    /// <summary>Reads a window, or all, and makes something of it before another reader's bytes take its place.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="offset">The first byte, from 0.</param>
    /// <param name="length">At most that many; all when null.</param>
    /// <param name="use">What to make of them.</param>
    /// <param name="cancellation">Stops the read.</param>
    /// <exception cref="ServerException">As for opening; ResourceExhausted: more than a function reads.</exception>
    public async Task<T> UseAsync<T>(ObjectRef obj, long offset, long? length, Func<byte[], ValueTask<T>> use, CancellationToken cancellation)
    {
        await using var stream = length is { } wanted
            ? await OpenRangeAsync(obj, offset, wanted, cancellation)
            : await OpenAsync(obj, cancellation);
        return await UseAsync(stream, obj, offset, length, use, cancellation);
    }

    /// <inheritdoc cref="UseAsync{T}(ObjectRef, long, long?, Func{byte[], ValueTask{T}}, CancellationToken)"/>
    /// <param name="stream">The object, opened.</param>
    public async Task<T> UseAsync<T>(Stream stream, ObjectRef obj, long offset, long? length, Func<byte[], ValueTask<T>> use, CancellationToken cancellation)
    {
        var count = Math.Min(length ?? long.MaxValue, Math.Max(0, stream.Length - offset));
        if (count > MostBytes)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, string.Create(
                CultureInfo.InvariantCulture, $"{count} bytes are more than functions take into memory ({MostBytes}). read_bytes(obj, offset, length) reads a part."));
        }

        var held = await _budget.AcquireAsync(count);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return await use(await stream.ReadAsync(obj, offset, length, cancellation));
        }
        finally
        {
            _budget.Release(held);
        }
    }

    private static bool IsPart(ObjectRef obj) => ObjectUri.IsPart(ObjectUri.SplitFragment(obj.Uri).Fragment);
}
