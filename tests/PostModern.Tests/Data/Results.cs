using System.Data;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data;
using PostModern.Data.Readers;

namespace PostModern.Tests.Data;

/// <summary>Readers over results made by hand.</summary>
internal static class Results
{
    /// <summary>A result of one column, one batch; null is NULL.</summary>
    public static ResultSet Of(ArrowType type, params object?[] values) => Of(new Field("x", type), values);

    public static ResultSet Of(Field field, params object?[] values) => new(new Schema(field), Batches(Batch(field, values)));

    public static RecordBatch Batch(Field field, params object?[] values)
    {
        var builder = ColumnBuilder.Create(field.Type);
        foreach (var value in values)
        {
            builder.AppendValue(value);
        }

        return new RecordBatch(new Schema(field), values.Length, [builder.Build()]);
    }

    public static IAsyncEnumerable<RecordBatch> Batches(params RecordBatch[] batches) => batches.ToAsyncEnumerable();

    public static PostModernDataReader Read(params ResultSet[] results) => Read(CommandBehavior.Default, results);

    public static PostModernDataReader Read(CommandBehavior behavior, params ResultSet[] results) =>
        PostModernDataReader.StartAsync(
            results.ToAsyncEnumerable().GetAsyncEnumerator(),
            new RunningCommand(TimeSpan.Zero),
            behavior,
            () => Task.CompletedTask,
            CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>A reader that stands on the only row.</summary>
    public static PostModernDataReader ReadValue(ArrowType type, object? value) => ReadValue(new Field("x", type), value);

    public static PostModernDataReader ReadValue(Field field, object? value)
    {
        var reader = Read(Of(field, value));
        Assert.True(reader.Read());
        return reader;
    }

    public static Field DuckDbField(ArrowType type, string duckDbType) =>
        new("x", type) { Metadata = new Dictionary<string, string> { ["PostModern:duckdb_type"] = duckDbType } };
}
