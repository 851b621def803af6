using System.Data;
using System.Data.Common;
using PostModern.Arrow.Types;
using PostModern.Data;
using PostModern.Data.Readers;

namespace PostModern.Tests.Data;

/// <summary>Where a reader stands, and what it may be asked there.</summary>
public sealed class DataReaderStateTests
{
    public static TheoryData<Action<PostModernDataReader>> RowMembers => new()
    {
        reader => reader.GetValue(0),
        reader => reader.GetInt32(0),
        reader => reader.IsDBNull(0),
        reader => reader.GetFieldValue<int>(0),
        reader => _ = reader["x"],
        reader => reader.GetValues(new object[1]),
    };

    public static TheoryData<Action<PostModernDataReader>> OpenMembers => new()
    {
        reader => reader.Read(),
        reader => reader.NextResult(),
        reader => _ = reader.FieldCount,
        reader => _ = reader.HasRows,
        reader => _ = reader.Depth,
        reader => reader.GetName(0),
        reader => reader.GetFieldType(0),
        reader => reader.GetDataTypeName(0),
        reader => reader.GetOrdinal("x"),
        reader => reader.GetSchemaTable(),
        reader => reader.GetValue(0),
        reader => reader.IsDBNull(0),
    };

    [Theory]
    [MemberData(nameof(RowMembers))]
    public void Before_the_first_row_nothing_can_be_read(Action<PostModernDataReader> member)
    {
        using var reader = Results.Read(Results.Of(ArrowTypes.Int32, 1));

        Assert.Throws<InvalidOperationException>(() => member(reader));
    }

    [Theory]
    [MemberData(nameof(RowMembers))]
    public void After_the_last_row_nothing_can_be_read(Action<PostModernDataReader> member)
    {
        using var reader = Results.ReadValue(ArrowTypes.Int32, 1);
        Assert.False(reader.Read());

        Assert.Throws<InvalidOperationException>(() => member(reader));
    }

    [Theory]
    [MemberData(nameof(OpenMembers))]
    public void A_closed_reader_says_so(Action<PostModernDataReader> member)
    {
        var reader = Results.ReadValue(ArrowTypes.Int32, 1);
        reader.Close();

        Assert.True(reader.IsClosed);
        Assert.Throws<InvalidOperationException>(() => member(reader));
    }

    [Fact]
    public void Rows_come_in_order_over_batches_and_empty_batches()
    {
        var field = new Field("x", ArrowTypes.Int32);
        var batches = Results.Batches(Results.Batch(field), Results.Batch(field, 1, 2), Results.Batch(field), Results.Batch(field, 3), Results.Batch(field));
        using var reader = Results.Read(new ResultSet(new Schema(field), batches));

        Assert.True(reader.HasRows);
        Assert.Equal([1, 2, 3], reader.Cast<DbDataRecord>().Select(record => record.GetInt32(0)));
        Assert.False(reader.Read());
        Assert.False(reader.Read());
    }

    [Fact]
    public async Task Rows_come_asynchronously_just_the_same()
    {
        await using var reader = Results.Read(Results.Of(ArrowTypes.Int32, 1, 2));

        Assert.True(await reader.ReadAsync());
        Assert.True(await reader.ReadAsync());
        Assert.Equal(2, await reader.GetFieldValueAsync<int>(0));
        Assert.False(await reader.ReadAsync());
    }

    [Fact]
    public void A_result_without_rows_still_has_columns()
    {
        using var reader = Results.Read(Results.Of(ArrowTypes.Int32));

        Assert.False(reader.HasRows);
        Assert.Equal(1, reader.FieldCount);
        Assert.False(reader.Read());
    }

    [Fact]
    public void A_statement_without_rows_is_counted_and_passed_over()
    {
        using var reader = Results.Read(
            ResultSet.Changed(3), Results.Of(ArrowTypes.Int32, 7), ResultSet.Changed(-1), ResultSet.Changed(2), Results.Of(ArrowTypes.Int32, 8));

        Assert.Equal(3, reader.RecordsAffected);
        Assert.True(reader.Read());
        Assert.Equal(7, reader.GetInt32(0));
        Assert.True(reader.NextResult());
        Assert.Equal(5, reader.RecordsAffected);
        Assert.True(reader.Read());
        Assert.Equal(8, reader.GetInt32(0));
        Assert.False(reader.NextResult());
        Assert.False(reader.NextResult());
    }

    [Fact]
    public void Only_statements_without_rows_leave_an_empty_reader()
    {
        using var reader = Results.Read(ResultSet.Changed(4));

        Assert.Equal(0, reader.FieldCount);
        Assert.False(reader.HasRows);
        Assert.False(reader.Read());
        Assert.Equal(4, reader.RecordsAffected);
        Assert.Throws<InvalidOperationException>(() => reader.GetName(0));
        Assert.Null(reader.GetSchemaTable());
        Assert.Empty(reader.GetColumnSchema());
        Assert.Throws<InvalidOperationException>(() => reader.GetValue(0));
    }

    [Fact]
    public void A_query_affects_no_records()
    {
        using var reader = Results.ReadValue(ArrowTypes.Int32, 1);

        Assert.Equal(-1, reader.RecordsAffected);
    }

    [Fact]
    public void SingleRow_shows_one_row_of_one_result()
    {
        using var reader = Results.Read(CommandBehavior.SingleRow, Results.Of(ArrowTypes.Int32, 1, 2), Results.Of(ArrowTypes.Int32, 3));

        Assert.True(reader.Read());
        Assert.False(reader.Read());
        Assert.False(reader.NextResult());
    }

    [Fact]
    public void SingleResult_shows_all_rows_of_one_result()
    {
        using var reader = Results.Read(CommandBehavior.SingleResult, Results.Of(ArrowTypes.Int32, 1, 2), Results.Of(ArrowTypes.Int32, 3));

        Assert.True(reader.Read());
        Assert.True(reader.Read());
        Assert.False(reader.Read());
        Assert.False(reader.NextResult());
    }

    [Fact]
    public async Task A_cancelled_token_cancels_every_asynchronous_member()
    {
        await using var reader = Results.Read(Results.Of(ArrowTypes.Int32, 1));
        var cancelled = new CancellationToken(true);
        Task[] tasks =
        [
            reader.ReadAsync(cancelled),
            reader.NextResultAsync(cancelled),
            reader.IsDBNullAsync(0, cancelled),
            reader.GetFieldValueAsync<int>(0, cancelled),
        ];

        Assert.All(tasks, task => Assert.True(task.IsCanceled));
        Assert.True(await reader.ReadAsync());
    }

    [Fact]
    public void Statistics_are_there_once_the_end_is_reached()
    {
        var trailers = new Dictionary<string, string>
        {
            ["postmodern-model-calls"] = "12",
            ["postmodern-cache-hits"] = "3",
            ["postmodern-row-errors"] = "1",
            ["postmodern-warnings"] = Uri.EscapeDataString("""["a.jpg: empty, ünreadable"]"""),
        };
        var field = new Field("x", ArrowTypes.Int32);
        var result = new ResultSet(new Schema(field), Results.Batches(Results.Batch(field, 1))) { Trailers = () => trailers };
        using var reader = Results.Read(result);
        Assert.True(reader.Read());
        Assert.Null(reader.Statistics);

        Assert.False(reader.Read());

        var statistics = reader.Statistics!;
        Assert.Equal((12, 3, 1), (statistics.ModelCalls, statistics.CacheHits, statistics.RowErrors));
        Assert.Equal(["a.jpg: empty, ünreadable"], statistics.Warnings);
    }

    [Fact]
    public void Statistics_of_a_result_are_counted_once()
    {
        var trailers = new Dictionary<string, string> { ["postmodern-model-calls"] = "5" };
        var field = new Field("x", ArrowTypes.Int32);
        var result = new ResultSet(new Schema(field), Results.Batches(Results.Batch(field, 1))) { Trailers = () => trailers };
        var reader = Results.Read(result);
        Assert.True(reader.Read());
        Assert.False(reader.Read());
        Assert.False(reader.NextResult());
        reader.Close();

        Assert.Equal(5, reader.Statistics!.ModelCalls);
    }

    [Fact]
    public void A_server_without_statistics_gives_none()
    {
        using var reader = Results.ReadValue(ArrowTypes.Int32, 1);
        Assert.False(reader.Read());

        Assert.Null(reader.Statistics);
    }
}
