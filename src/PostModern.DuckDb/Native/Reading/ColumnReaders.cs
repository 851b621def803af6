using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>Which reader reads which DuckDB type.</summary>
internal static class ColumnReaders
{
    public static ColumnReader Create(DuckType type) => Create(type, ArrowMapping.ToArrow(type));

    private static ColumnReader Create(DuckType type, ArrowType arrow) => type.Id switch
    {
        DuckDbTypeId.Boolean => new BooleanReader(),
        DuckDbTypeId.SqlNull => new NullReader(),
        DuckDbTypeId.Decimal => CreateDecimal(type, arrow),
        DuckDbTypeId.UHugeInt => new ConvertingReader<UInt128, Int128, CheckUnsigned>(arrow),
        DuckDbTypeId.Interval => new ConvertingReader<NativeInterval, MonthDayNano, ToNanoseconds>(arrow),
        DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.Geometry => new TextReader(arrow),
        DuckDbTypeId.Uuid => new UuidReader(),
        DuckDbTypeId.Enum => new EnumReader(type.Storage, type.Labels),
        DuckDbTypeId.Bit => new BitStringReader(),
        DuckDbTypeId.BigNum => new BigNumReader(),
        DuckDbTypeId.TimeTz => new ZonedTimeReader(),
        DuckDbTypeId.List => new ListReader(arrow, Create(type.Children[0].Type)),
        DuckDbTypeId.Map => new ListReader(arrow, new StructReader((StructType)((MapType)arrow).Entries.Type, Children(type))),
        DuckDbTypeId.Array => new ArrayReader((FixedSizeListType)arrow, Create(type.Children[0].Type)),
        DuckDbTypeId.Struct => new StructReader((StructType)arrow, Children(type)),
        DuckDbTypeId.Union => new UnionReader((UnionType)arrow, Children(type)),
        _ => new FixedReader(arrow, Width(type.Id)),
    };

    private static ColumnReader CreateDecimal(DuckType type, ArrowType arrow) => type.Storage switch
    {
        DuckDbTypeId.SmallInt => new ConvertingReader<short, Int128, WidenInt16>(arrow),
        DuckDbTypeId.Integer => new ConvertingReader<int, Int128, WidenInt32>(arrow),
        DuckDbTypeId.BigInt => new ConvertingReader<long, Int128, WidenInt64>(arrow),
        _ => new FixedReader(arrow, 16),
    };

    private static ColumnReader[] Children(DuckType type) => [.. type.Children.Select(child => Create(child.Type))];

    private static int Width(DuckDbTypeId id) => id switch
    {
        DuckDbTypeId.TinyInt or DuckDbTypeId.UTinyInt => 1,
        DuckDbTypeId.SmallInt or DuckDbTypeId.USmallInt => 2,
        DuckDbTypeId.Integer or DuckDbTypeId.UInteger or DuckDbTypeId.Float or DuckDbTypeId.Date => 4,
        DuckDbTypeId.HugeInt => 16,
        _ => 8,
    };
}
