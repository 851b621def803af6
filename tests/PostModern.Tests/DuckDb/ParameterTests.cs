using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.DuckDb.Functions;

namespace PostModern.Tests.DuckDb;

/// <summary>Values of every type on their way into DuckDB: as parameters, as results of functions, as rows of table functions.</summary>
public sealed class ParameterTests : IDisposable
{
    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    public static TheoryData<ArrowType, object, string> Values => new()
    {
        { ArrowTypes.Boolean, true, "true" },
        { ArrowTypes.Int8, sbyte.MinValue, "-128" },
        { ArrowTypes.Int16, short.MaxValue, "32767" },
        { ArrowTypes.Int32, int.MinValue, "-2147483648" },
        { ArrowTypes.Int64, long.MaxValue, "9223372036854775807" },
        { ArrowTypes.UInt8, byte.MaxValue, "255" },
        { ArrowTypes.UInt16, ushort.MaxValue, "65535" },
        { ArrowTypes.UInt32, uint.MaxValue, "4294967295" },
        { ArrowTypes.UInt64, ulong.MaxValue, "18446744073709551615" },
        { ArrowTypes.Float32, 1.5f, "1.5" },
        { ArrowTypes.Float64, -2.25, "-2.25" },
        { new DecimalType(4, 2), -99.99m, "-99.99" },
        { new DecimalType(9, 4), 12345.6789m, "12345.6789" },
        { new DecimalType(18, 2), -1234567890123456.78m, "-1234567890123456.78" },
        { new DecimalType(38, 3), 12345678901234567890.123m, "12345678901234567890.123" },
        { ArrowTypes.Utf8, "Grüße 🦆 and more than twelve bytes", "Grüße 🦆 and more than twelve bytes" },
        { ArrowTypes.Utf8, "", "" },
        { new StringType(64), "large", "large" },
        { ArrowTypes.Binary, new byte[] { 0, 65 }, "\\x00A" },
        { ArrowTypes.Binary, Array.Empty<byte>(), "" },
        { new FixedSizeBinaryType(2), new byte[] { 66, 67 }, "BC" },
        { ArrowTypes.Date32, new DateOnly(2024, 2, 29), "2024-02-29" },
        { new DateType(DateUnit.Millisecond), new DateOnly(1969, 12, 31), "1969-12-31" },
        { new TimeType(TimeUnit.Second), new TimeOnly(12, 34, 56), "12:34:56" },
        { new TimeType(TimeUnit.Millisecond), new TimeOnly(12, 34, 56, 789), "12:34:56.789" },
        { new TimeType(TimeUnit.Microsecond), new TimeOnly(12, 34, 56, 789, 123), "12:34:56.789123" },
        { new TimeType(TimeUnit.Nanosecond), new TimeOnly(12, 34, 56), "12:34:56" },
        { ArrowTypes.Timestamp, new DateTime(2024, 2, 29, 12, 34, 56, 123, 456), "2024-02-29 12:34:56.123456" },
        { new TimestampType(TimeUnit.Second), new DateTime(1960, 1, 1), "1960-01-01 00:00:00" },
        { new TimestampType(TimeUnit.Millisecond), new DateTime(2024, 1, 1, 0, 0, 0, 7), "2024-01-01 00:00:00.007" },
        { new TimestampType(TimeUnit.Nanosecond), new DateTime(2024, 1, 1), "2024-01-01 00:00:00" },
        { ArrowTypes.TimestampUtc, new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.FromHours(2)), "2024-02-29 10:00:00+00" },
        { new TimestampType(TimeUnit.Millisecond, "UTC"), new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), "2024-01-01 00:00:00+00" },
        { new DurationType(TimeUnit.Millisecond), TimeSpan.FromMilliseconds(90_061_001), "25:01:01.001" },
        { new IntervalType(IntervalUnit.MonthDayNano), new MonthDayNano(14, 3, 4_500_000_000), "1 year 2 months 3 days 00:00:04.5" },
        { new ListType(ArrowTypes.Int32), new object?[] { 1, null, 3 }, "[1, NULL, 3]" },
        { new ListType(ArrowTypes.Utf8), Array.Empty<object?>(), "[]" },
        { new FixedSizeListType(ArrowTypes.Float32, 2), new object?[] { 0.5f, 1f }, "[0.5, 1.0]" },
        { new StructType(new Field("a", ArrowTypes.Int32), new Field("b", ArrowTypes.Utf8)), new Dictionary<string, object?> { ["a"] = 1, ["b"] = null }, "{'a': 1, 'b': NULL}" },
        { new MapType(ArrowTypes.Utf8, ArrowTypes.Int64), new Dictionary<string, object?> { ["k"] = 1L }, "{k=1}" },
        { new ListType(new StructType(new Field("l", new ListType(ArrowTypes.Int8)))), new object?[] { new Dictionary<string, object?> { ["l"] = new object?[] { (sbyte)1 } } }, "[{'l': [1]}]" },
        { new DictionaryType(ArrowTypes.Int32, ArrowTypes.Utf8), "looked up", "looked up" },
        { new DictionaryType(ArrowTypes.Int8, ArrowTypes.Utf8), "looked up", "looked up" },
        { new DictionaryType(ArrowTypes.UInt16, ArrowTypes.Int64), 7L, "7" },
        { new DictionaryType(ArrowTypes.UInt64, ArrowTypes.Utf8), "looked up", "looked up" },
        { ArrowTypes.Float16, (Half)1.5, "1.5" },
        { new DecimalType(4, 2, 32), -99.99m, "-99.99" },
        { new DecimalType(9, 4, 32), 12345.6789m, "12345.6789" },
        { new DecimalType(18, 2, 64), -1234567890123456.78m, "-1234567890123456.78" },
        { new DecimalType(38, 3, 256), -12345678901234567890.123m, "-12345678901234567890.123" },
        { new DecimalType(76, 2, 256), 7.25m, "7.25" },
        { new BinaryType(64), new byte[] { 0, 65 }, "\\x00A" },
        { new ListType(new Field("item", ArrowTypes.Int32), 64), new object?[] { 1, null }, "[1, NULL]" },
        { new TimestampType(TimeUnit.Second, "Europe/Berlin"), new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero), "2024-02-29 12:00:00+00" },
        { new TimestampType(TimeUnit.Nanosecond, "+02:00"), new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.Zero), "1969-12-31 23:59:59+00" },
        { new DurationType(TimeUnit.Second), TimeSpan.FromSeconds(-61), "-00:01:01" },
        { new DurationType(TimeUnit.Microsecond), TimeSpan.FromMilliseconds(1), "00:00:00.001" },
        { new DurationType(TimeUnit.Nanosecond), TimeSpan.FromMilliseconds(1), "00:00:00.001" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_parameter_keeps_its_value(ArrowType type, object value, string text)
    {
        _db.Connection.Execute("SET TimeZone = 'UTC'");
        using var statement = _db.Connection.Prepare("SELECT ?::VARCHAR");
        foreach (var (row, expected) in new[] { (0, null), (1, text) })
        {
            statement.Bind(0, Column(type, value), row);
            using var stream = statement.Execute(CancellationToken.None);
            using var batch = stream.Read(CancellationToken.None)!;

            Assert.Equal(expected, batch.Columns[0].GetString(0));
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void A_function_result_keeps_its_value(ArrowType type, object value, string text)
    {
        _db.Connection.Execute("SET TimeZone = 'UTC'");
        _db.Connection.Register(new ScalarFunction
        {
            Name = "give",
            Parameters = [ArrowTypes.Int64],
            ReturnType = type,
            Invoke = call => Repeat(type, value, call.Arguments.Columns[0]),
        });

        var rows = _db.Rows("SELECT give(i)::VARCHAR FROM range(5000) t(i)");

        Assert.Equal(Enumerable.Range(0, 5000).Select(i => i % 3 == 0 ? null : text), rows.Select(row => row[0]));
    }

    [Fact]
    public void A_dense_union_and_a_sparse_one_are_written_the_same()
    {
        foreach (var isDense in new[] { true, false })
        {
            var type = new UnionType(isDense, new FieldList([new Field("n", ArrowTypes.Int32), new Field("s", ArrowTypes.Utf8)]), [0, 1]);
            _db.Connection.Register(new ScalarFunction
            {
                Name = "choose",
                Parameters = [ArrowTypes.Int64],
                ReturnType = type,
                Invoke = call =>
                {
                    var builder = ColumnBuilder.Create(type);
                    foreach (var i in call.Arguments.Columns[0].Values<long>())
                    {
                        builder.AppendValue(i % 2 == 0 ? (int)i : $"s{i}");
                    }

                    return builder.Build();
                },
            });

            Assert.Equal([0, "s1", 2, "s3"], _db.Rows("SELECT choose(i) FROM range(4) t(i)").Select(row => row[0]));
            Assert.Equal(["n", "s"], _db.Rows("SELECT union_tag(choose(i)) FROM range(2) t(i)").Select(row => row[0]));
        }
    }

    [Fact]
    public void Parameters_have_names_and_the_types_that_DuckDB_infers()
    {
        _db.Connection.Execute("CREATE TABLE t(a INTEGER, b DATE)");
        using var numbered = _db.Connection.Prepare("SELECT * FROM t WHERE a = ? AND b < ?");
        using var named = _db.Connection.Prepare("SELECT $low::BIGINT, $high");

        Assert.Equal([new Field("1", ArrowTypes.Int32), new Field("2", ArrowTypes.Date32)], numbered.ParameterSchema.Fields);
        Assert.Equal(["high", "low"], named.ParameterSchema.Fields.Select(field => field.Name).Order());
        Assert.Equal(ArrowTypes.Null, named.ParameterSchema.Fields.Single(field => field.Name == "high").Type);
    }

    [Fact]
    public void Columns_that_depend_on_a_parameter_are_known_once_it_is_bound()
    {
        using var statement = _db.Connection.Prepare("SELECT ? AS x, 1 AS y");
        statement.Bind(0, Column(ArrowTypes.Date32, new DateOnly(2024, 1, 1)), 1);
        using var stream = statement.Execute(CancellationToken.None);

        Assert.Equal((true, false), (statement.ReturnsRows, statement.IsSchemaKnown));
        Assert.Empty(statement.Schema.Fields);
        Assert.Equal([new Field("x", ArrowTypes.Date32), new Field("y", ArrowTypes.Int32)], stream.Schema.Fields);
        using var batch = stream.Read(CancellationToken.None)!;
        Assert.Equal([new DateOnly(2024, 1, 1), 1], InMemory.Rows(batch)[0]);
    }

    [Fact]
    public void A_missing_parameter_is_an_error_that_names_it()
    {
        using var statement = _db.Connection.Prepare("SELECT $wanted::INTEGER");

        Assert.Contains("wanted", Assert.Throws<DuckDbException>(() => statement.Execute(CancellationToken.None)).Message);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Theory]
    [InlineData("SELECT $2::INTEGER")]
    [InlineData("SELECT $1::INTEGER, $3::INTEGER")]
    public void Parameters_with_a_gap_in_their_numbers_are_refused(string sql)
    {
        var error = Assert.Throws<ServerException>(() => _db.Connection.Prepare(sql));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Equal(1, _db.Value("SELECT 1"));
    }

    [Fact]
    public void A_parameter_that_is_not_there_is_refused()
    {
        using var statement = _db.Connection.Prepare("SELECT ?::INTEGER");

        Assert.Throws<ArgumentOutOfRangeException>(() => statement.Bind(1, Column(ArrowTypes.Int32, 1), 1));
    }

    [Fact]
    public void A_statement_runs_again_with_other_parameters()
    {
        _db.Connection.Execute("CREATE TABLE t(a INTEGER, b VARCHAR)");
        using var statement = _db.Connection.Prepare("INSERT INTO t VALUES (?, ?)");
        for (var i = 0; i < 3; i++)
        {
            statement.Bind(0, Column(ArrowTypes.Int32, i), 1);
            statement.Bind(1, Column(ArrowTypes.Utf8, $"v{i}"), 1);
            using var stream = statement.Execute(CancellationToken.None);
            Assert.Equal(1, stream.Complete());
        }

        Assert.Equal([[0, "v0"], [1, "v1"], [2, "v2"]], _db.Rows("FROM t ORDER BY a"));
    }

    /// <summary>A null, then the value.</summary>
    private static Column Column(ArrowType type, object value)
    {
        var builder = ColumnBuilder.Create(type);
        builder.AppendNull();
        builder.AppendValue(value);
        return builder.Build();
    }

    private static Column Repeat(ArrowType type, object value, Column rows)
    {
        var builder = ColumnBuilder.Create(type);
        foreach (var row in rows.Values<long>())
        {
            builder.AppendValue(row % 3 == 0 ? null : value);
        }

        return builder.Build();
    }
}
