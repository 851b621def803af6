using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Reading rows takes no memory for each of them.</summary>
public class AllocationTests
{
    private const int Rows = 20_000;
    private const int Passes = 3;

    [Fact]
    public void Typed_getters_allocate_nothing() => Assert.Equal(0, Enumerable.Range(0, Passes).Min(_ => ReadTyped()));

    [Fact]
    public async Task Nor_do_asynchronous_reads_within_a_batch_and_generic_getters()
    {
        var least = long.MaxValue;
        for (var i = 0; i < Passes; i++)
        {
            least = Math.Min(least, await ReadGenericAsync());
        }

        Assert.Equal(0, least);
    }

    // What the runtime itself allocates while it compiles the loop, it does once.
    private static long ReadTyped()
    {
        using var reader = Numbers();
        Assert.True(reader.Read());
        var sum = Sum(reader);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < Rows; i++)
        {
            reader.Read();
            sum += Sum(reader);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.NotEqual(0, sum);
        return allocated;
    }

    private static async Task<long> ReadGenericAsync()
    {
        await using var reader = Numbers();
        Assert.True(await reader.ReadAsync());
        var sum = reader.GetFieldValue<long>(0) + await reader.GetFieldValueAsync<double>(2, default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < Rows; i++)
        {
            // Completed already: the thread stays the same.
            Assert.True(reader.ReadAsync().IsCompletedSuccessfully);
            sum += reader.GetFieldValue<long>(0) + reader.GetFieldValue<int>(1) + reader.GetFieldValue<double>(2)
                + reader.GetFieldValue<DateTime>(4).Second + (reader.GetFieldValue<bool>(5) ? 1 : 0);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.NotEqual(0, sum);
        return allocated;
    }

    private static double Sum(PostModernDataReader reader) =>
        reader.GetInt64(0) + reader.GetInt32(1) + reader.GetDouble(2) + reader.GetSpan(3).Length + reader.GetDateTime(4).Second
        + (reader.GetBoolean(5) ? 1 : 0) + (reader.IsDBNull(6) ? 0 : reader.GetDecimal(6) > 0 ? 1 : 0) + reader.GetGuid(7).Version;

    private static PostModernDataReader Numbers()
    {
        Field[] fields =
        [
            new("a", ArrowTypes.Int64),
            new("b", ArrowTypes.Int32),
            new("c", ArrowTypes.Float64),
            new("d", ArrowTypes.Utf8),
            new("e", ArrowTypes.Timestamp),
            new("f", ArrowTypes.Boolean),
            new("g", new DecimalType(18, 3)),
            Results.DuckDbField(ArrowTypes.Utf8, "UUID"),
        ];
        var builders = Array.ConvertAll(fields, field => ColumnBuilder.Create(field.Type));
        for (var i = 0; i < Rows; i++)
        {
            object?[] row = [(long)i, i, i / 2.0, $"text {i}", DateTime.UnixEpoch.AddSeconds(i), i % 2 == 0, i % 3 == 0 ? null : i * 0.5m, Guid.NewGuid()];
            for (var c = 0; c < row.Length; c++)
            {
                builders[c].AppendValue(row[c]);
            }
        }

        var schema = new Schema(fields);
        var batch = new RecordBatch(schema, Rows, [.. builders.Select(builder => builder.Build())]);
        return Results.Read(new PostModern.Data.Readers.ResultSet(schema, Results.Batches(batch)));
    }
}
