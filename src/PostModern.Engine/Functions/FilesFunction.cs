using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Objects;

namespace PostModern.Engine.Functions;

/// <summary><c>files(pattern)</c> and <c>list_files(pattern)</c>: a folder's files as rows, listed while they are read.</summary>
internal sealed class FilesFunction(ObjectStores stores, StatementContexts contexts)
{
    private const int RowsPerBatch = 2048;

    private static readonly Schema s_schema = new(
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

    public IEnumerable<TableFunction> Functions() => [Function("files"), Function("list_files")];

    private TableFunction Function(string name) => new() { Name = name, Parameters = [ArrowTypes.Utf8], Bind = binding => Bind(name, binding) };

    private BoundTable Bind(string function, TableFunctionBinding binding)
    {
        var pattern = binding.Arguments[0] as string
            ?? throw new ServerException(ErrorCode.InvalidInput, "files: the pattern is NULL. Give one, such as files('photos/**/*.jpg').");
        var store = stores.For(pattern);
        return new BoundTable
        {
            Schema = s_schema,
            Scan = (columns, cancellation) => ScanAsync(
                Noted(store.ListAsync(pattern, cancellation), function, pattern, contexts.TryFind(binding.ConnectionId)), columns, cancellation),
        };
    }

    /// <summary>The listing, as the statement's recipe will tell of it.</summary>
    private static async IAsyncEnumerable<ObjectListing> Noted(
        IAsyncEnumerable<ObjectListing> listing, string function, string pattern, StatementContext? statement)
    {
        await foreach (var entry in listing)
        {
            statement?.Inputs.AddListed(function, pattern, entry);
            yield return entry;
        }

        statement?.Inputs.AddListed(function, pattern, null);
    }

    private static async IAsyncEnumerable<RecordBatch> ScanAsync(
        IAsyncEnumerable<ObjectListing> listing, IReadOnlyList<int> columns, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var projected = new Schema(columns.Select(c => s_schema.Fields[c]));
        var builders = projected.Fields.Select(f => ColumnBuilder.Create(f.Type)).ToArray();
        var rows = 0;
        await foreach (var entry in listing.WithCancellation(cancellation))
        {
            for (var i = 0; i < builders.Length; i++)
            {
                Append(builders[i], columns[i], entry);
            }

            if (++rows == RowsPerBatch)
            {
                yield return Build(projected, rows, builders);
                rows = 0;
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
            builder.AppendValue(Value(s_schema.Fields[column].Name, entry));
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
