using System.Text.Json;
using PostModern.Specs.Hosting;

namespace PostModern.Specs.ForeignClients;

/// <summary>Every DuckDB type as apache-arrow reads it from the wire, and each advertised schema beside the one that comes.</summary>
public sealed class ForeignTypeTests : IAsyncLifetime
{
    // SQL, Arrow type, type name, the value as JSON.
    private static readonly (string Sql, string Type, string Name, string Value)[] s_values =
    [
        ("true", "Bool", "BOOLEAN", "true"),
        ("(-128)::TINYINT", "Int8", "TINYINT", "-128"),
        ("(-32768)::SMALLINT", "Int16", "SMALLINT", "-32768"),
        ("(-2147483648)::INTEGER", "Int32", "INTEGER", "-2147483648"),
        ("(-9223372036854775808)::BIGINT", "Int64", "BIGINT", "\"-9223372036854775808\""),
        ("255::UTINYINT", "Uint8", "UTINYINT", "255"),
        ("65535::USMALLINT", "Uint16", "USMALLINT", "65535"),
        ("4294967295::UINTEGER", "Uint32", "UINTEGER", "4294967295"),
        ("18446744073709551615::UBIGINT", "Uint64", "UBIGINT", "\"18446744073709551615\""),
        ("1.5::FLOAT", "Float32", "FLOAT", "1.5"),
        ("'-inf'::DOUBLE", "Float64", "DOUBLE", "\"-Infinity\""),
        ("(-99.99)::DECIMAL(4,2)", "Decimal[4e+2]", "DECIMAL(4,2)", "\"-9999\""),
        ("99999999999999999999999999999999999999::DECIMAL(38,0)", "Decimal[38e0]", "DECIMAL(38,0)", "\"99999999999999999999999999999999999999\""),
        ("(-170141183460469231731687303715884105728)::HUGEINT", "Decimal[38e0]", "HUGEINT", "\"-170141183460469231731687303715884105728\""),
        ("340282366920938463463374607431768211455::UHUGEINT", "Decimal[39e0]", "UHUGEINT", "\"340282366920938463463374607431768211455\""),
        ("'-123456789012345678901234567890123456789012345'::BIGNUM", "Utf8", "BIGNUM", "\"-123456789012345678901234567890123456789012345\""),
        ("'zwölf Bytes 🦆'", "Utf8", "VARCHAR", "\"zwölf Bytes 🦆\""),
        ("'\\x00\\xFF'::BLOB", "Binary", "BLOB", "\"00ff\""),
        ("'10110001111'::BIT", "Utf8", "BIT", "\"10110001111\""),
        ("'f47ac10b-58cc-4372-a567-0e02b2c3d479'::UUID", "Utf8", "UUID", "\"f47ac10b-58cc-4372-a567-0e02b2c3d479\""),
        ("DATE '1969-12-31'", "Date32<DAY>", "DATE", "-86400000"),
        ("TIME '24:00:00'", "Time64<NANOSECOND>", "TIME", "\"86400000000000\""),
        ("TIME '23:59:59.999999'", "Time64<NANOSECOND>", "TIME", "\"86399999999000\""),
        ("'12:34:56.123456789'::TIME_NS", "Time64<NANOSECOND>", "TIME_NS", "\"45296123456789\""),
        ("TIMETZ '00:00:00-15:59:59'", "Utf8", "TIME WITH TIME ZONE", "\"00:00:00-15:59:59\""),
        ("TIMESTAMP '1969-12-31 23:59:59.5'", "Timestamp<MICROSECOND>", "TIMESTAMP", "-500"),
        ("TIMESTAMP_S '1969-12-31 23:59:59'", "Timestamp<SECOND>", "TIMESTAMP_S", "-1000"),
        ("TIMESTAMP_MS '2024-02-29 12:34:56.123'", "Timestamp<MILLISECOND>", "TIMESTAMP_MS", "1709210096123"),
        ("TIMESTAMP_NS '2024-02-29 12:34:56.123'", "Timestamp<NANOSECOND>", "TIMESTAMP_NS", "1709210096123"),
        ("TIMESTAMPTZ '2024-02-29 14:34:56.123+02'", "Timestamp<MICROSECOND, UTC>", "TIMESTAMP WITH TIME ZONE", "1709210096123"),
        ("'sad'::ENUM('happy', 'sad')", "Utf8", "ENUM('happy', 'sad')", "\"sad\""),
        ("'{\"a\":1}'::JSON", "Utf8", "JSON", "\"{\\\"a\\\":1}\""),
        ("[1, NULL, 3]", "List<Int32>", "INTEGER[]", "[1,null,3]"),
        ("[[], NULL, ['a']]", "List<List<Utf8>>", "VARCHAR[][]", "[[],null,[\"a\"]]"),
        ("array_value(1.5::FLOAT, NULL)", "FixedSizeList[2]<Float32>", "FLOAT[2]", "[1.5,null]"),
        ("{'a': 1, 'b': {'c': NULL::VARCHAR}}", "Struct<{a:Int32, b:Struct<{c:Utf8}>}>", "STRUCT(\"a\" INTEGER, \"b\" STRUCT(\"c\" VARCHAR))", "{\"a\":1,\"b\":{\"c\":null}}"),
        ("MAP {'k': [1], 'l': NULL}", "Map<{key:Utf8, value:List<Int32>}>", "MAP(VARCHAR, INTEGER[])", "[[\"k\",[1]],[\"l\",null]]"),
        ("'text'::UNION(n INTEGER, s VARCHAR)", "Union<Int32 | Utf8>", "UNION(\"n\" INTEGER, \"s\" VARCHAR)", "\"text\""),
    ];

    private SpecServer _server = null!;

    public async Task InitializeAsync() => _server = await SpecServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Each_type_arrives_as_advertised_between_nulls()
    {
        var seen = await AskAsync(s_values.Select(value => $"SELECT x FROM (VALUES (NULL), ({value.Sql}), (NULL)) t(x)"));

        foreach (var (expected, answer) in s_values.Zip(seen.EnumerateArray()))
        {
            Assert.Equal(
                $$"""{{expected.Sql}}: {{expected.Name}} [null,{{expected.Value}},null] advertised""",
                $"{expected.Sql}: {Text(answer, "name")} {Values(answer)} {(IsAsAdvertised(answer) ? "advertised" : "not as advertised")}");
        }
    }

    [Fact]
    public async Task No_rows_still_have_columns_of_each_type()
    {
        var seen = await AskAsync(s_values.Select(value => $"SELECT x FROM (VALUES ({value.Sql})) t(x) WHERE false"));

        Assert.Equal(
            s_values.Select(value => (value.Type, "[]", true)),
            seen.EnumerateArray().Select(answer => (Text(answer, "type"), Values(answer), IsAsAdvertised(answer))));
    }

    private Task<JsonElement> AskAsync(IEnumerable<string> queries) => NodeScript.RunAsync("types.mjs", _server.Port, [.. queries]);

    private static string Text(JsonElement answer, string property) =>
        answer.TryGetProperty(property, out var text) ? text.GetString()! : answer.GetRawText();

    private static string Values(JsonElement answer) =>
        answer.TryGetProperty("values", out var values) ? values.GetRawText() : answer.GetRawText();

    private static bool IsAsAdvertised(JsonElement answer) => answer.TryGetProperty("isAsAdvertised", out var same) && same.GetBoolean();
}
