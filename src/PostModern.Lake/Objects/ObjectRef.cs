using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Objects;

/// <summary>A reference to bytes that stay where they are, pinned to one state of them.</summary>
/// <param name="Uri">Where the object is; a fragment (<c>#page=3</c>) names a part of it.</param>
/// <param name="Version">The store's version id, where it has one.</param>
/// <param name="Etag">Changes when the bytes change; null means not pinned.</param>
/// <param name="Size">Bytes of the whole object.</param>
/// <param name="ContentType">A media type such as <c>image/jpeg</c>; null when unknown.</param>
/// <param name="Modified">When the object was last written, in whole microseconds.</param>
public sealed record ObjectRef(
    string Uri,
    string? Version = null,
    string? Etag = null,
    long? Size = null,
    string? ContentType = null,
    DateTimeOffset? Modified = null)
{
    /// <summary>The SQL type OBJECT: STRUCT(uri, version, etag, size, content_type, modified).</summary>
    public static StructType ArrowType { get; } = new(
        new Field("uri", ArrowTypes.Utf8),
        new Field("version", ArrowTypes.Utf8),
        new Field("etag", ArrowTypes.Utf8),
        new Field("size", ArrowTypes.Int64),
        new Field("content_type", ArrowTypes.Utf8),
        new Field("modified", ArrowTypes.TimestampUtc));

    /// <summary>The OBJECT in a row of a column of type <see cref="ArrowType"/>; null for NULL and for an OBJECT without a URI.</summary>
    public static ObjectRef? Read(Column column, int row)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.IsNull(row))
        {
            return null;
        }

        // A struct's children are not narrowed with it: its offset applies to each of them.
        var at = column.Offset + row;
        var children = column.Children;
        var uri = children[0].GetString(at);
        return uri is null
            ? null
            : new ObjectRef(
                uri,
                children[1].GetString(at),
                children[2].GetString(at),
                children[3].IsNull(at) ? null : children[3].Values<long>()[at],
                children[4].GetString(at),
                children[5].IsNull(at) ? null : FromMicroseconds(children[5].Values<long>()[at]));
    }

    /// <summary>Adds this reference as the next row of a struct column of type <see cref="ArrowType"/>.</summary>
    public void Append(StructBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Fields[0].AppendValue(Uri);
        builder.Fields[1].AppendValue(Version);
        builder.Fields[2].AppendValue(Etag);
        builder.Fields[3].AppendValue(Size);
        builder.Fields[4].AppendValue(ContentType);
        builder.Fields[5].AppendValue(Modified);
        builder.Append();
    }

    /// <summary>The fields of <see cref="ArrowType"/>, boxed, in their order.</summary>
    public IReadOnlyList<object?> ToValues() => [Uri, Version, Etag, Size, ContentType, Modified];

    private static DateTimeOffset FromMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(checked(microseconds * TimeSpan.TicksPerMicrosecond));
}
