using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Delta;

namespace PostModern.Tests.Lake.Delta;

public sealed class DeltaSchemaTests
{
    public static TheoryData<string, ArrowType, string> SameInDelta => new()
    {
        { "BOOLEAN", ArrowTypes.Boolean, "\"boolean\"" },
        { "TINYINT", ArrowTypes.Int8, "\"byte\"" },
        { "SMALLINT", ArrowTypes.Int16, "\"short\"" },
        { "INTEGER", ArrowTypes.Int32, "\"integer\"" },
        { "BIGINT", ArrowTypes.Int64, "\"long\"" },
        { "FLOAT", ArrowTypes.Float32, "\"float\"" },
        { "DOUBLE", ArrowTypes.Float64, "\"double\"" },
        { "DECIMAL(12,3)", new DecimalType(12, 3), "\"decimal(12,3)\"" },
        { "VARCHAR", ArrowTypes.Utf8, "\"string\"" },
        { "BLOB", ArrowTypes.Binary, "\"binary\"" },
        { "DATE", ArrowTypes.Date32, "\"date\"" },
        { "TIMESTAMP", ArrowTypes.Timestamp, "\"timestamp_ntz\"" },
        { "TIMESTAMP WITH TIME ZONE", ArrowTypes.TimestampUtc, "\"timestamp\"" },
        { "BIGINT[]", new ListType(ArrowTypes.Int64), """{"type":"array","elementType":"long","containsNull":true}""" },
        {
            "MAP(VARCHAR, DOUBLE)", new MapType(ArrowTypes.Utf8, ArrowTypes.Float64),
            """{"type":"map","keyType":"string","valueType":"double","valueContainsNull":true}"""
        },
        {
            "STRUCT(\"a\" BIGINT, \"b \"\"c\" VARCHAR[])",
            new StructType(new Field("a", ArrowTypes.Int64), new Field("b \"c", new ListType(ArrowTypes.Utf8))),
            """
            {"type":"struct","fields":[{"name":"a","type":"long","nullable":true,"metadata":{}},{"name":"b \"c","type":{"type":"array","elementType":"string","containsNull":true},"nullable":true,"metadata":{}}]}
            """
        },
    };

    [Theory]
    [MemberData(nameof(SameInDelta))]
    public void A_type_that_delta_has_is_stored_as_it_is(string sql, ArrowType type, string json)
    {
        var schema = new Schema(new Field("c", type));

        Assert.Equal([new DeltaColumn("c", sql, null)], DeltaSchema.ColumnsOf(schema));
        Assert.Equal(
            """{"type":"struct","fields":[{"name":"c","type":TYPE,"nullable":true,"metadata":{}}]}""".Replace("TYPE", json.Trim(), StringComparison.Ordinal),
            DeltaSchema.ToJson(schema));
        Assert.Equal(schema, DeltaSchema.FromJson(DeltaSchema.ToJson(schema)));
    }

    public static TheoryData<string, ArrowType, string> OtherInDelta => new()
    {
        { "UTINYINT", ArrowTypes.UInt8, "SMALLINT" },
        { "USMALLINT", ArrowTypes.UInt16, "INTEGER" },
        { "UINTEGER", ArrowTypes.UInt32, "BIGINT" },
        { "UBIGINT", ArrowTypes.UInt64, "DECIMAL(20,0)" },
        { "HUGEINT", new DecimalType(38, 0), "DECIMAL(38,0)" },
        { "UUID", ArrowTypes.Utf8, "VARCHAR" },
        { "ENUM('a', 'b')", ArrowTypes.Utf8, "VARCHAR" },
        { "TIME", new TimeType(TimeUnit.Microsecond), "VARCHAR" },
        { "TIME_NS", new TimeType(TimeUnit.Nanosecond), "VARCHAR" },
        { "TIMESTAMP_S", new TimestampType(TimeUnit.Second), "TIMESTAMP" },
        { "TIMESTAMP_MS", new TimestampType(TimeUnit.Millisecond), "TIMESTAMP" },
        { "TIMESTAMP_NS", new TimestampType(TimeUnit.Nanosecond), "VARCHAR" },
        { "INTERVAL", new IntervalType(IntervalUnit.MonthDayNano), "VARCHAR" },
        { "FLOAT[512]", new FixedSizeListType(ArrowTypes.Float32, 512), "FLOAT[]" },
        { "STRUCT(\"a\" UINTEGER)", new StructType(new Field("a", ArrowTypes.UInt32)), "STRUCT(\"a\" BIGINT)" },
    };

    [Theory]
    [MemberData(nameof(OtherInDelta))]
    public void A_type_that_delta_lacks_is_stored_as_another_and_remembered(string sql, ArrowType type, string storage)
    {
        var field = new Field("c", type) { Metadata = new Dictionary<string, string> { ["PostModern:duckdb_type"] = sql } };
        var schema = new Schema(field);
        DeltaColumn[] expected = [new DeltaColumn("c", storage, sql)];

        Assert.Equal(expected, DeltaSchema.ColumnsOf(schema));
        Assert.Contains($"\"postmodern.duckdbType\":\"{sql.Replace("\"", "\\\"", StringComparison.Ordinal)}\"", DeltaSchema.ToJson(schema), StringComparison.Ordinal);
        Assert.Equal(expected, DeltaSchema.ColumnsOf(DeltaSchema.FromJson(DeltaSchema.ToJson(schema))));
    }

    [Fact]
    public void The_type_is_told_by_the_arrow_type_when_the_metadata_is_silent()
    {
        var schema = new Schema(new Field("c", ArrowTypes.UInt32), new Field("n", ArrowTypes.Null));
        Assert.Equal([new DeltaColumn("c", "BIGINT", "UINTEGER"), new DeltaColumn("n", "INTEGER", null)], DeltaSchema.ColumnsOf(schema));
    }

    [Fact]
    public void A_type_that_no_delta_type_can_hold_is_refused_with_the_columns_name()
    {
        var union = new UnionType(true, [new Field("a", ArrowTypes.Int64)], [0]);
        var error = Assert.Throws<ServerException>(() => DeltaSchema.ToJson(new Schema(new Field("odd", union))));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("Column 'odd'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_columns_of_one_name_are_refused()
    {
        var schema = new Schema(new Field("Name", ArrowTypes.Utf8), new Field("name", ArrowTypes.Utf8));
        Assert.Contains("two columns named 'Name'", Assert.Throws<ServerException>(() => DeltaSchema.ToJson(schema)).Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => DeltaSchema.ToJson(new Schema())).Code);
    }

    [Theory]
    [InlineData("""{"type":"struct","fields":[{"name":"v","type":"variant","nullable":true,"metadata":{}}]}""", ErrorCode.Unsupported)]
    [InlineData("""{"type":"struct"}""", ErrorCode.InvalidInput)]
    [InlineData("nonsense", ErrorCode.InvalidInput)]
    public void A_schema_that_we_cannot_read_is_refused(string json, ErrorCode code) =>
        Assert.Equal(code, Assert.Throws<ServerException>(() => DeltaSchema.FromJson(json)).Code);
}
