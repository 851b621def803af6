using System.Globalization;
using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;

namespace PostModern.Tests.DuckDb;

/// <summary>Every DuckDB type, its extremes and its NULL, as Arrow values.</summary>
public sealed class ResultTypeTests : IDisposable
{
    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    public static TheoryData<string, string, object> Values => new()
    {
        { "true", "BOOLEAN", true },
        { "(-128)::TINYINT", "TINYINT", sbyte.MinValue },
        { "32767::SMALLINT", "SMALLINT", short.MaxValue },
        { "(-2147483648)::INTEGER", "INTEGER", int.MinValue },
        { "9223372036854775807", "BIGINT", long.MaxValue },
        { "255::UTINYINT", "UTINYINT", byte.MaxValue },
        { "65535::USMALLINT", "USMALLINT", ushort.MaxValue },
        { "4294967295::UINTEGER", "UINTEGER", uint.MaxValue },
        { "18446744073709551615::UBIGINT", "UBIGINT", ulong.MaxValue },
        { "1.5::FLOAT", "FLOAT", 1.5f },
        { "'-inf'::DOUBLE", "DOUBLE", double.NegativeInfinity },
        { "'nan'::DOUBLE", "DOUBLE", double.NaN },
        { "(-99.99)::DECIMAL(4,2)", "DECIMAL(4,2)", -99.99m },
        { "12345.6789::DECIMAL(9,4)", "DECIMAL(9,4)", 12345.6789m },
        { "(-1234567890.12345678)::DECIMAL(18,8)", "DECIMAL(18,8)", -1234567890.12345678m },
        { "1234567890123456789.12::DECIMAL(38,2)", "DECIMAL(38,2)", 1234567890123456789.12m },
        { "(-170141183460469231731687303715884105728)::HUGEINT", "HUGEINT", BigInteger.Parse("-170141183460469231731687303715884105728", CultureInfo.InvariantCulture) },
        { "170141183460469231731687303715884105727::UHUGEINT", "UHUGEINT", BigInteger.Parse("170141183460469231731687303715884105727", CultureInfo.InvariantCulture) },
        { "340282366920938463463374607431768211455::UHUGEINT", "UHUGEINT", (BigInteger)UInt128.MaxValue },
        { "170141183460469231731687303715884105727::HUGEINT", "HUGEINT", (BigInteger)Int128.MaxValue },
        { "'twelve bytes'", "VARCHAR", "twelve bytes" },
        { "'thirteen byte'", "VARCHAR", "thirteen byte" },
        { "'grüße, 世界 🦆, and a text of more than thirty-two bytes'", "VARCHAR", "grüße, 世界 🦆, and a text of more than thirty-two bytes" },
        { "''", "VARCHAR", "" },
        { "'\\x00\\xFF'::BLOB", "BLOB", new byte[] { 0, 255 } },
        { "'10110001111'::BIT", "BIT", "10110001111" },
        { "DATE '0001-01-01'", "DATE", DateOnly.MinValue },
        { "DATE '9999-12-31'", "DATE", DateOnly.MaxValue },
        { "TIME '23:59:59.999999'", "TIME", new TimeOnly(23, 59, 59, 999, 999) },
        { "'12:34:56.123456700'::TIME_NS", "TIME_NS", new TimeOnly(12, 34, 56).Add(TimeSpan.FromTicks(1234567)) },
        { "TIMETZ '12:34:56.5+02:30'", "TIME WITH TIME ZONE", "12:34:56.5+02:30" },
        { "TIMETZ '00:00:00-15:59:59'", "TIME WITH TIME ZONE", "00:00:00-15:59:59" },
        { "TIMESTAMP '2024-02-29 12:34:56.123456'", "TIMESTAMP", new DateTime(2024, 2, 29, 12, 34, 56, 123, 456) },
        { "TIMESTAMP_S '1969-12-31 23:59:59'", "TIMESTAMP_S", new DateTime(1969, 12, 31, 23, 59, 59) },
        { "TIMESTAMP_MS '2024-02-29 12:34:56.123'", "TIMESTAMP_MS", new DateTime(2024, 2, 29, 12, 34, 56, 123) },
        { "TIMESTAMP_NS '2024-02-29 12:34:56.123456700'", "TIMESTAMP_NS", new DateTime(2024, 2, 29, 12, 34, 56, 123, 456).AddTicks(7) },
        { "TIMESTAMPTZ '2024-02-29 12:00:00+02'", "TIMESTAMP WITH TIME ZONE", new DateTimeOffset(2024, 2, 29, 10, 0, 0, TimeSpan.Zero) },
        { "INTERVAL '1 year 3 days 4.5 seconds'", "INTERVAL", new MonthDayNano(12, 3, 4_500_000_000) },
        { "'00000000-0000-0000-0000-000000000000'::UUID", "UUID", "00000000-0000-0000-0000-000000000000" },
        { "'f47ac10b-58cc-4372-a567-0e02b2c3d479'::UUID", "UUID", "f47ac10b-58cc-4372-a567-0e02b2c3d479" },
        { "'sad'::ENUM('happy', 'sad')", "ENUM('happy', 'sad')", "sad" },
        { "'{\"a\":1}'::JSON", "JSON", "{\"a\":1}" },
        { "'-123456789012345678901234567890123456789012345'::BIGNUM", "BIGNUM", "-123456789012345678901234567890123456789012345" },
        { "'256'::BIGNUM", "BIGNUM", "256" },
        { "[1, NULL, 3]", "INTEGER[]", new object?[] { 1, null, 3 } },
        { "[['a'], [], NULL]", "VARCHAR[][]", new object?[] { new object?[] { "a" }, Array.Empty<object?>(), null } },
        { "array_value(1.5::FLOAT, NULL, 2.5)", "FLOAT[3]", new object?[] { 1.5f, null, 2.5f } },
        { "{'a': 1, 'b c': NULL::VARCHAR}", "STRUCT(\"a\" INTEGER, \"b c\" VARCHAR)", new Dictionary<string, object?> { ["a"] = 1, ["b c"] = null } },
        { "row(1, NULL::VARCHAR)", "STRUCT(INTEGER, VARCHAR)", new object?[] { 1, null } },
        { "'POINT (1 2)'::GEOMETRY", "GEOMETRY", Convert.FromHexString("0101000000000000000000F03F0000000000000040") },
        { "MAP {'k': [1], 'l': NULL}", "MAP(VARCHAR, INTEGER[])", new List<KeyValuePair<object?, object?>> { new("k", new object?[] { 1 }), new("l", null) } },
        { "union_value(n := 7)", "UNION(\"n\" INTEGER)", 7 },
        { "'text'::UNION(n INTEGER, s VARCHAR)", "UNION(\"n\" INTEGER, \"s\" VARCHAR)", "text" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_keeps_its_type_and_content(string sql, string type, object expected)
    {
        using var batch = _db.Connection.Query($"SELECT x FROM (VALUES (NULL), ({sql})) t(x) UNION ALL SELECT {sql} UNION ALL SELECT NULL");

        Assert.Equal(type, batch.Schema.Fields[0].Metadata["PostModern:duckdb_type"]);
        Assert.Equal([null, expected, expected, null], InMemory.Rows(batch).Select(row => row[0]));
    }

    [Theory]
    [InlineData("DATE 'infinity'", int.MaxValue)]
    [InlineData("DATE '-infinity'", -int.MaxValue)]
    public void Endless_dates_are_the_numbers_that_DuckDB_keeps(string sql, int expected)
    {
        using var batch = _db.Connection.Query($"SELECT {sql}");

        Assert.Equal([expected], batch.Columns[0].Values<int>().ToArray());
    }

    [Theory]
    [InlineData("TIMESTAMP 'infinity'", long.MaxValue)]
    [InlineData("TIMESTAMPTZ '-infinity'", -long.MaxValue)]
    [InlineData("'infinity'::TIMESTAMP_S", long.MaxValue)]
    [InlineData("'infinity'::TIMESTAMP_MS", long.MaxValue)]
    [InlineData("'-infinity'::TIMESTAMP_NS", -long.MaxValue)]
    [InlineData("TIME '24:00:00'", 86_400_000_000_000)]
    public void Endless_instants_and_the_days_end_are_too(string sql, long expected)
    {
        using var batch = _db.Connection.Query($"SELECT {sql}");

        Assert.Equal([expected], batch.Columns[0].Values<long>().ToArray());
    }

    [Fact]
    public void An_interval_too_long_for_nanoseconds_says_what_to_do()
    {
        var error = Assert.Throws<ServerException>(() => _db.Value("SELECT to_hours(3000000)"));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("VARCHAR", error.Message);
    }

    [Fact]
    public void A_bare_null_is_an_integer_to_DuckDB() => Assert.Null(_db.Value("SELECT NULL"));

    [Fact]
    public void A_list_of_bare_nulls_is_read() => Assert.Equal(new object?[] { null, null }, _db.Value("SELECT [NULL, NULL]"));

    [Fact]
    public void A_type_without_an_Arrow_form_says_what_to_do()
    {
        var error = Assert.Throws<ServerException>(() => _db.Value("SELECT 1::VARIANT"));

        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("VARIANT", error.Message);
    }

    [Fact]
    public void Columns_without_nulls_carry_no_validity()
    {
        using var batch = _db.Connection.Query("SELECT i, [i] AS l FROM range(10) t(i)");

        Assert.All(batch.Columns, column => Assert.Equal((0, true), (column.NullCount, column.Validity.IsEmpty)));
    }

    [Fact]
    public void Deeply_nested_values_with_nulls_at_every_level_are_read_row_by_row()
    {
        const string Sql = """
            SELECT CASE WHEN i % 5 = 0 THEN NULL ELSE
                [{'id': i, 'tags': CASE WHEN i % 3 = 0 THEN NULL ELSE MAP {'k' || i: [i::DOUBLE, NULL]} END}, NULL] END
            FROM range(10000) t(i)
            """;

        var rows = _db.Rows(Sql);

        for (var i = 0; i < rows.Count; i++)
        {
            Assert.Equal(i % 5 == 0 ? null : Nested(i), rows[i][0]);
        }
    }

    [Fact]
    public void Booleans_and_nulls_survive_chunks_of_odd_length()
    {
        var rows = _db.Rows("SELECT i, i % 3 = 0, CASE WHEN i % 7 = 0 THEN NULL ELSE i % 2 = 0 END FROM range(20000) t(i) WHERE i % 11 <> 5");

        Assert.All(rows, row =>
        {
            var i = (long)row[0]!;
            Assert.Equal((i % 3 == 0, i % 7 == 0 ? null : i % 2 == 0), ((bool)row[1]!, (bool?)row[2]));
        });
    }

    private static object?[] Nested(long i) =>
    [
        new Dictionary<string, object?>
        {
            ["id"] = i,
            ["tags"] = i % 3 == 0 ? null : new List<KeyValuePair<object?, object?>> { new($"k{i}", new object?[] { (double)i, null }) },
        },
        null,
    ];
}
