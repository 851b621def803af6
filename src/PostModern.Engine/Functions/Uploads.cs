using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;

namespace PostModern.Engine.Functions;

/// <summary><c>pm_upload(id)</c>: rows that a client is sending right now, pulled from its stream as DuckDB wants them.</summary>
internal sealed class Uploads
{
    /// <summary>The table function's name.</summary>
    public const string FunctionName = "pm_upload";

    private readonly ConcurrentDictionary<string, Upload> _open = new();

    public TableFunction Function() => new()
    {
        Name = FunctionName,
        Parameters = [ArrowTypes.Utf8],
        Bind = binding => Find(binding.Arguments[0] as string).Bind(),
    };

    /// <summary>Makes rows readable until the returned scope is disposed.</summary>
    /// <returns>The id for SQL, and the scope.</returns>
    public (string Id, IDisposable Scope) Open(Schema schema, IAsyncEnumerable<RecordBatch> rows)
    {
        var id = Guid.NewGuid().ToString("N");
        _open[id] = new Upload(schema, rows);
        return (id, new Closing(this, id));
    }

    private Upload Find(string? id) => id is not null && _open.TryGetValue(id, out var upload)
        ? upload
        : throw new ServerException(ErrorCode.NotFound, $"There is no upload '{id}': it lasts only as long as its client's call.");

    private sealed class Upload(Schema schema, IAsyncEnumerable<RecordBatch> rows)
    {
        private int _scans;

        public BoundTable Bind() => new() { Schema = schema, Scan = Scan };

        private IAsyncEnumerable<RecordBatch> Scan(IReadOnlyList<int> columns, CancellationToken cancellation) =>
            Interlocked.Increment(ref _scans) == 1
                ? ProjectAsync(new Schema(columns.Select(c => schema.Fields[c])), columns, cancellation)
                : throw new ServerException(ErrorCode.InvalidInput, "The statement failed, and its upload can't be read again to learn why. Send it again.");

        private async IAsyncEnumerable<RecordBatch> ProjectAsync(
            Schema projected, IReadOnlyList<int> columns, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var batch in rows.WithCancellation(cancellation))
            {
                yield return new RecordBatch(projected, batch.Length, [.. columns.Select(c => batch.Columns[c])], batch);
            }
        }
    }

    private sealed class Closing(Uploads uploads, string id) : IDisposable
    {
        public void Dispose() => uploads._open.TryRemove(id, out _);
    }
}
