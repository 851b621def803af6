using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Functions;

/// <summary>A listing of objects as a table, a row each.</summary>
internal static class ObjectTable
{
    // A page of a bucket's listing: more would ask for another one before a LIMIT can stop it.
    private const int MostRows = 1000;

    // A function computes a batch whole before its first row goes on, and DuckDB has the next one computed before it hands on the first:
    // where that is a model, two batches of a row come first, and the next ones grow.
    private const int FirstRows = 1;
    private const int Growth = 4;

    public static Schema Schema { get; } = new(
        new Field("path", ArrowTypes.Utf8),
        new Field("name", ArrowTypes.Utf8),
        new Field("extension", ArrowTypes.Utf8),
        new Field("size", ArrowTypes.Int64),
        new Field("modified", ArrowTypes.TimestampUtc),
        new Field("etag", ArrowTypes.Utf8),
        new Field("version", ArrowTypes.Utf8),
        new Field("content_type", ArrowTypes.Utf8),
        new Field("error", ArrowTypes.Utf8),
        new Field("obj", ObjectRef.ArrowType));

    /// <summary>The wanted columns of the rows, while they are listed.</summary>
    public static async IAsyncEnumerable<RecordBatch> ScanAsync(
        IAsyncEnumerable<ObjectListing> listing, IReadOnlyList<int> columns, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var projected = new Schema(columns.Select(c => Schema.Fields[c]));
        var builders = projected.Fields.Select(f => ColumnBuilder.Create(f.Type)).ToArray();
        var rows = 0;
        var (most, next) = (FirstRows, FirstRows);
        await foreach (var entry in listing.WithCancellation(cancellation))
        {
            for (var i = 0; i < builders.Length; i++)
            {
                Append(builders[i], columns[i], entry);
            }

            if (++rows == most)
            {
                yield return Build(projected, rows, builders);
                (rows, most, next) = (0, next, Math.Min(next * Growth, MostRows));
            }
        }

        yield return Build(projected, rows, builders);
    }

    private static RecordBatch Build(Schema schema, int rows, ColumnBuilder[] builders) =>
        new(schema, rows, [.. builders.Select(b => b.Build())]);

    private static void Append(ColumnBuilder builder, int column, ObjectListing entry)
    {
        if (builder is not StructBuilder objects)
        {
            builder.AppendValue(Value(Schema.Fields[column].Name, entry));
        }
        else if (entry.Obj is { } obj)
        {
            obj.Append(objects);
        }
        else
        {
            objects.AppendNull();
        }
    }

    private static object? Value(string name, ObjectListing entry) => name switch
    {
        "path" => entry.Path,
        "name" => entry.Name,
        "extension" => entry.Extension,
        "size" => entry.Size,
        "modified" => entry.Modified,
        "etag" => entry.Etag,
        "version" => entry.Version,
        "content_type" => entry.ContentType,
        _ => entry.Error,
    };
}
