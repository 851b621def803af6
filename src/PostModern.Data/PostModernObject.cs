using PostModern.Arrow.Types;
using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>A value of the SQL type OBJECT: a reference to bytes that stay where they are, pinned to one state of them.</summary>
/// <remarks>
/// Read it with <see cref="PostModernDataReader.GetFieldValue{T}"/>, and pass it as a parameter. The bytes come through the server, with the server's credentials.
/// </remarks>
/// <param name="Uri">Where the object is; a fragment (<c>#page=3</c>) names a part of it.</param>
/// <param name="Version">The store's version id, where it has one.</param>
/// <param name="Etag">Changes when the bytes change; null means not pinned.</param>
/// <param name="Size">Bytes of the whole object; null when nobody knows.</param>
/// <param name="ContentType">A media type such as <c>image/jpeg</c>; null when unknown.</param>
/// <param name="Modified">When the object was last written.</param>
public sealed record PostModernObject(
    string Uri,
    string? Version = null,
    string? Etag = null,
    long? Size = null,
    string? ContentType = null,
    DateTimeOffset? Modified = null) : IStructValue
{
    private static readonly StructType s_type = new(
        new Field("uri", ArrowTypes.Utf8),
        new Field("version", ArrowTypes.Utf8),
        new Field("etag", ArrowTypes.Utf8),
        new Field("size", ArrowTypes.Int64),
        new Field("content_type", ArrowTypes.Utf8),
        new Field("modified", ArrowTypes.TimestampUtc));

    /// <summary>Opens the bytes that the object pins, to be read in pieces as they are asked for; nothing more is held of them.</summary>
    /// <param name="connection">
    /// Open. It is used while a read waits, and free in between: with another reader open on it, reading is an <see cref="InvalidOperationException"/>.
    /// </param>
    /// <param name="cancellationToken">Stops the first read.</param>
    /// <returns>A stream for reading that can seek; its length is the object's, for a part of an object that of its bytes. The caller disposes it.</returns>
    /// <exception cref="PostModernException">NotFound: it is there no more. Conflict: it has changed. From later reads, too.</exception>
    public async Task<Stream> OpenReadAsync(PostModernConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var stream = new ObjectStream(connection, this);
        try
        {
            await stream.OpenAsync(cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    StructValue IStructValue.ToStruct() => new(s_type)
    {
        ["uri"] = Uri,
        ["version"] = Version,
        ["etag"] = Etag,
        ["size"] = Size,
        ["content_type"] = ContentType,
        ["modified"] = Modified,
    };
}
