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
        Schema schema, ReadOnlyMemory<byte> file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var folder = new ScratchFolder();
        var source = $"read_parquet({SqlText.Literal(await folder.WriteAsync("read.parquet", file, cancellationToken))}) AS t";
        using var connection = database.Connect();
        if (Struct("t", schema.Fields, Columns(connection, source, cancellationToken)) is not { } row)
        {
            yield break;
        }

        using var statement = DuckDbErrors.Translate(
            () => connection.Prepare($"SELECT CAST(to_json({row}) AS VARCHAR) FROM {source}", cancellationToken));
        using var result = DuckDbErrors.Translate(() => statement.Execute(cancellationToken));
        await using var batches = result.GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(batches))
        {
            using var batch = batches.Current;
            var column = batch.Columns[0];
            for (var i = 0; i < batch.Length; i++)
            {
                yield return column.GetBytes(i).ToArray();
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

    private static FieldList Columns(Connection connection, string source, CancellationToken cancellation)
    {
        using var all = DuckDbErrors.Translate(() => connection.Prepare($"FROM {source}", cancellation));
        return all.Schema.Fields;
    }

    /// <summary>The wanted fields that are there, as a struct; null when none is.</summary>
    private static string? Struct(string expression, FieldList wanted, FieldList present)
    {
        var fields = wanted.Join(present, f => f.Name, f => f.Name, (want, have) => (want.Name, Value: Value($"{expression}.{SqlText.Name(want.Name)}", want, have)))
            .Where(f => f.Value is not null)
            .Select(f => $"{SqlText.Name(f.Name)} := {f.Value}")
            .ToList();
        return fields.Count > 0 ? $"struct_pack({string.Join(", ", fields)})" : null;
    }

    private static string? Value(string expression, Field wanted, Field present) =>
        wanted.Type is not StructType want || present.Type is not StructType have
            ? expression
            : Struct(expression, want.Fields, have.Fields) is { } fields
                ? $"CASE WHEN {expression} IS NOT NULL THEN {fields} END"
                : null;

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
