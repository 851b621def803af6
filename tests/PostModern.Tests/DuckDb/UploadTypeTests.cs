using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;

namespace PostModern.Tests.DuckDb;

/// <summary>Values at the edges of DuckDB's ranges and beyond, as rows of an upload and as parameters.</summary>
public sealed class UploadTypeTests : IDisposable
{
    private const long DayInNanoseconds = 86_400_000_000_000;
    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    public static TheoryData<Column, string> Edges => new()
    {
        { Raw(new TimeType(TimeUnit.Second), 86_400), "24:00:00" },
        { Raw(new TimeType(TimeUnit.Millisecond), 86_400_000), "24:00:00" },
        { Raw(new TimeType(TimeUnit.Microsecond), 86_400_000_000), "24:00:00" },
        { Raw(new TimeType(TimeUnit.Nanosecond), DayInNanoseconds), "24:00:00" },
        { Raw(new DateType(DateUnit.Millisecond), -1L), "1969-12-31" },
        { Raw(ArrowTypes.Date32, int.MaxValue), "infinity" },
        { Raw(ArrowTypes.Timestamp, long.MaxValue), "infinity" },
        { Raw(new IntervalType(IntervalUnit.YearMonth), -14), "-1 year -2 months" },
        { Raw(new IntervalType(IntervalUnit.DayTime), new DayTime(3, -1500)), "3 days -00:00:01.5" },
        { Decimal(new DecimalType(38, 0), Digits(38)), Digits(38) },
        { Decimal(new DecimalType(76, 1, 256), "-" + Digits(37) + ".5"), "-" + Digits(37) + ".5" },
        { Decimal(new DecimalType(76, 38, 256), "0." + Digits(38)), "." + Digits(38) },
    };

    public static TheoryData<Column, string> Beyond => new()
    {
        { Raw(new TimeType(TimeUnit.Second), 86_401), "86401" },
        { Raw(new TimeType(TimeUnit.Millisecond), -1), "-1" },
        { Raw(new TimeType(TimeUnit.Microsecond), 86_400_000_001), "86400000001" },
        { Raw(new TimeType(TimeUnit.Nanosecond), DayInNanoseconds + 1), "86400000000001" },
        { Raw(new DateType(DateUnit.Millisecond), long.MaxValue), "9223372036854775807" },
        { Raw(new DurationType(TimeUnit.Second), long.MaxValue / 1000), "9223372036854775" },
        { Raw(new TimestampType(TimeUnit.Millisecond, "UTC"), long.MinValue), "-9223372036854775808" },
        { Decimal(new DecimalType(76, 2, 256), Digits(37) + ".25"), Digits(37) + ".25" },
        { Decimal(new DecimalType(76, 2, 256), "-" + Digits(60) + ".25"), "-" + Digits(60) + ".25" },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void The_last_values_within_DuckDBs_ranges_arrive(Column column, string text)
    {
        Register(column);

        Assert.Equal(text, Ask("SELECT ?::VARCHAR", column, 1));
        Assert.Equal([null, text], _db.Rows("SELECT amount::VARCHAR FROM upload()").Select(row => row[0]));
    }

    [Theory]
    [MemberData(nameof(Beyond))]
    public void A_value_beyond_them_is_refused_by_column_row_and_value(Column column, string value)
    {
        Register(column);
        using var statement = _db.Connection.Prepare("SELECT $amount");

        var bound = Assert.Throws<ServerException>(() => statement.Bind(0, column, 1));
        var uploaded = Assert.Throws<ServerException>(() => _db.Rows("FROM upload()"));

        Assert.Equal((ErrorCode.InvalidInput, ErrorCode.InvalidInput), (bound.Code, uploaded.Code));
        Assert.StartsWith($"Parameter 'amount': {value} ", bound.Message);
        Assert.StartsWith($"Column 'amount', row 2: {value} ", uploaded.Message);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Theory]
    [InlineData(TimeUnit.Second)]
    [InlineData(TimeUnit.Millisecond)]
    [InlineData(TimeUnit.Microsecond)]
    [InlineData(TimeUnit.Nanosecond)]
    public void A_time_in_any_unit_meets_a_TIME(TimeUnit unit)
    {
        _db.Connection.Execute("CREATE TABLE t(x TIME); INSERT INTO t VALUES ('12:34:56')");

        Assert.Equal(1L, Ask("SELECT count(*) FROM t WHERE x = ?", Build(new TimeType(unit), new TimeOnly(12, 34, 56)), 1));
    }

    [Fact]
    public void A_result_that_is_uploaded_again_keeps_TIME()
    {
        using var result = _db.Connection.Query("SELECT TIME '24:00:00' AS x, {'t': TIME '01:02:03.000004'} AS s");
        Register(result.Schema, result);

        Assert.Equal([["TIME", "24:00:00", "01:02:03.000004"]], _db.Rows("SELECT typeof(x), x::VARCHAR, s.t::VARCHAR FROM upload()"));
    }

    [Fact]
    public void A_number_of_39_digits_comes_back_as_a_parameter()
    {
        foreach (var number in new[] { "(-170141183460469231731687303715884105728)::HUGEINT", "340282366920938463463374607431768211455::UHUGEINT" })
        {
            using var result = _db.Connection.Query($"SELECT {number}");

            Assert.Equal(true, Ask($"SELECT ? = {number}", result.Columns[0], 0));
        }
    }

    [Fact]
    public void What_lies_under_a_null_is_not_looked_at()
    {
        var beyond = Raw(new TimeType(TimeUnit.Second), -1);
        Register(new Column { Type = beyond.Type, Length = 2, NullCount = 2, Validity = new byte[] { 0 }, Buffers = beyond.Buffers });

        Assert.Equal([null, null], _db.Rows("FROM upload()").Select(row => row[0]));
    }

    private static string Digits(int count) => new('9', count);

    private static Column Decimal(DecimalType type, string text) => Build(type, BigDecimal.Parse(text));

    private static Column Build(ArrowType type, object value)
    {
        var builder = ColumnBuilder.Create(type);
        builder.AppendNull();
        builder.AppendValue(value);
        return builder.Build();
    }

    private static Column Raw<T>(ArrowType type, T value)
        where T : unmanaged
    {
        var builder = new PrimitiveBuilder<T>(type);
        builder.AppendNull();
        builder.Append(value);
        return builder.Build();
    }

    private object? Ask(string sql, Column parameter, int row)
    {
        using var statement = _db.Connection.Prepare(sql);
        statement.Bind(0, parameter, row);
        using var stream = statement.Execute(CancellationToken.None);
        using var batch = stream.Read(CancellationToken.None)!;
        return InMemory.Rows(batch)[0][0];
    }

    private void Register(Column column)
    {
        var schema = new Schema(new Field("amount", column.Type));
        Register(schema, new RecordBatch(schema, column.Length, [column]));
    }

    private void Register(Schema schema, RecordBatch rows) => _db.Connection.Register(new TableFunction
    {
        Name = "upload",
        Parameters = [],
        Bind = _ => new BoundTable
        {
            Schema = schema,
            Scan = (columns, _) => new[]
            {
                new RecordBatch(new Schema(columns.Select(i => schema.Fields[i])), rows.Length, [.. columns.Select(i => rows.Columns[i])]),
            }.ToAsyncEnumerable(),
        },
    });
}
