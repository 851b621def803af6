using System.Runtime.CompilerServices;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>The log's Parquet, by DuckDB: a row is an object of <c>to_json</c> and <c>read_json</c>.</summary>
/// <param name="database">Lends a connection for each call.</param>
internal sealed class ParquetRows(Database database) : IParquetRows
{
    // A table of thousands of columns has a schema of many megabytes, which is one value of one row.
    private const int LongestRow = 1 << 30;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        ReadOnlyMemory<byte> file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var path = await folder.WriteAsync("read.parquet", file, cancellationToken);
        using var connection = database.Connect();
        using var statement = DuckDbErrors.Translate(
            () => connection.Prepare($"SELECT CAST(to_json(t) AS VARCHAR) FROM read_parquet({SqlText.Literal(path)}) AS t", cancellationToken));
        using var result = DuckDbErrors.Translate(() => statement.Execute(cancellationToken));
        await using var batches = result.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(batches))
        {
            using var batch = batches.Current;
            var column = batch.Columns[0];
            for (var row = 0; row < batch.Length; row++)
            {
                yield return column.GetBytes(row).ToArray();
            }
        }
    }

    public async Task<byte[]> WriteAsync(Schema schema, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var source = await folder.WriteAsync("rows.json", rows, cancellationToken);
        var target = folder.At("written.parquet");
        var columns = DeltaSchema.ColumnsOf(schema).Select(c => $"{SqlText.Name(c.Name)}: {SqlText.Literal(c.StorageType)}");
        var copy = $"COPY (FROM read_json({SqlText.Literal(source)}, format = 'newline_delimited', maximum_object_size = {LongestRow}, "
            + $"columns = {{{string.Join(", ", columns)}}})) TO {SqlText.Literal(target)} (FORMAT parquet, COMPRESSION snappy)";

        // DuckDB works on the thread that asks, which must not be one that serves sockets.
        await Task.Run(() => Execute(copy, cancellationToken), cancellationToken);
        return await File.ReadAllBytesAsync(target, cancellationToken);
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<Arrow.Arrays.RecordBatch> batches)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (DuckDbException e)
        {
            throw DuckDbErrors.Translate(e);
        }
    }

    private void Execute(string sql, CancellationToken cancellation)
    {
        using var connection = database.Connect();
        try
        {
            connection.Execute(sql, cancellation);
        }
        catch (DuckDbException e)
        {
            throw DuckDbErrors.Translate(e);
        }
    }
}
