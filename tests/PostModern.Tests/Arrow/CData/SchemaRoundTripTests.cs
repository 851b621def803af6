using System.Runtime.InteropServices;
using PostModern.Arrow.CData;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.CData;

public sealed unsafe class SchemaRoundTripTests
{
    /// <summary>The formats that the interface's specification gives.</summary>
    public static TheoryData<string, string> Formats => new()
    {
        { "null", "n" }, { "bool", "b" }, { "int8", "c" }, { "uint8", "C" }, { "int64", "l" }, { "uint64", "L" }, { "float16", "e" },
        { "float64", "g" }, { "decimal128", "d:38,10" }, { "decimal256", "d:76,5,256" }, { "utf8", "u" }, { "large_binary", "Z" },
        { "fixed_binary", "w:5" }, { "date32", "tdD" }, { "date64", "tdm" }, { "time_Second", "tts" }, { "time_Nanosecond", "ttn" },
        { "timestamp_Microsecond", "tsu:" }, { "timestamp_utc_Millisecond", "tsm:UTC" }, { "duration_Microsecond", "tDu" },
        { "interval_months", "tiM" }, { "interval_day_time", "tiD" }, { "interval_month_day_nano", "tin" }, { "list", "+l" },
        { "large_list", "+L" }, { "fixed_list", "+w:3" }, { "struct", "+s" }, { "map", "+m" }, { "dense_union", "+ud:0,1" },
        { "sparse_union", "+us:7,3" }, { "dictionary", "c" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_type_has_the_format_of_the_specification(string name, string format)
    {
        ArrowSchema schema;
        SchemaExporter.Export(SampleTypes.Named(name), &schema);

        Assert.Equal(format, Marshal.PtrToStringUTF8((nint)schema.Format));
        schema.Release(&schema);
        Assert.True(schema.Release == null);
    }

    [Fact]
    public void Fields_keep_names_nullability_and_metadata()
    {
        var inner = new Field("größe", ArrowTypes.Int64, false) { Metadata = new Dictionary<string, string> { ["PostModern:duckdb_type"] = "BIGINT", ["leer"] = "" } };
        var schema = new Schema(inner, new Field("s", new StructType(inner))) { Metadata = new Dictionary<string, string> { ["k"] = "v" } };
        ArrowSchema exported;
        SchemaExporter.Export(schema, &exported);

        var imported = SchemaImporter.Import(&exported);

        Assert.Equal(schema, imported);
        Assert.Equal(schema.Metadata, imported.Metadata);
        Assert.Equal(inner.Metadata, imported.Fields[0].Metadata);
        Assert.Equal(inner.Metadata, imported.Fields[1].Type.Children[0].Metadata);
        Assert.True(exported.Release == null);
    }

    [Fact]
    public void An_unknown_format_is_refused_by_name_and_released()
    {
        ArrowSchema exported;
        SchemaExporter.Export(new Field("v", ArrowTypes.Int32), &exported);
        *exported.Format = (byte)'?';

        var error = Refusal(&exported);

        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("'?'", error.Message);
        Assert.True(exported.Release == null);
    }

    private static ServerException Refusal(ArrowSchema* schema) =>
        Assert.Throws<ServerException>(() => SchemaImporter.ImportField(schema));
}
