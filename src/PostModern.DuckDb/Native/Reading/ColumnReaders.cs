using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>Which reader reads which DuckDB type.</summary>
internal static class ColumnReaders
{
    public static ColumnReader Create(DuckType type, ResultOptions options)
    {
        var arrow = ArrowMapping.ToArrow(type, options);
        return type.Id switch
        {
            DuckDbTypeId.Boolean => new BooleanReader(),
            DuckDbTypeId.SqlNull => new NullReader(),
            DuckDbTypeId.Decimal => CreateDecimal(type, arrow),
            DuckDbTypeId.UTinyInt or DuckDbTypeId.USmallInt or DuckDbTypeId.UInteger or DuckDbTypeId.UBigInt when options.WidensUnsigned =>
                CreateWider(type, arrow),
            DuckDbTypeId.UHugeInt => new ConvertingReader<UInt128, WideInteger, WidenUInt128>(arrow),
            DuckDbTypeId.Time => new ConvertingReader<long, long, TimeToNanoseconds>(arrow),
            DuckDbTypeId.Interval => new ConvertingReader<NativeInterval, MonthDayNano, IntervalToNanoseconds>(arrow),
            DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.Geometry => new TextReader(arrow),
            DuckDbTypeId.Uuid => new UuidReader(),
            DuckDbTypeId.Enum when arrow is DictionaryType dictionary => CreateIndices(type, dictionary),
            DuckDbTypeId.Enum => new EnumReader(type.Storage, type.Labels),
            DuckDbTypeId.Bit => new BitStringReader(),
            DuckDbTypeId.BigNum => new BigNumReader(),
            DuckDbTypeId.TimeTz => new ZonedTimeReader(),
            DuckDbTypeId.List => new ListReader(arrow, Create(type.Children[0].Type, options)),
            DuckDbTypeId.Map => new ListReader(arrow, new StructReader((StructType)((MapType)arrow).Entries.Type, Children(type, options))),
            DuckDbTypeId.Array => new ArrayReader((FixedSizeListType)arrow, Create(type.Children[0].Type, options)),
            DuckDbTypeId.Struct => new StructReader((StructType)arrow, Children(type, options)),
            DuckDbTypeId.Union => new UnionReader((UnionType)arrow, Children(type, options)),
            _ => new FixedReader(arrow, Width(type.Id)),
        };
    }

    private static ColumnReader CreateDecimal(DuckType type, ArrowType arrow) => type.Storage switch
    {
        DuckDbTypeId.SmallInt => new ConvertingReader<short, Int128, WidenInt16>(arrow),
        DuckDbTypeId.Integer => new ConvertingReader<int, Int128, WidenInt32>(arrow),
        DuckDbTypeId.BigInt => new ConvertingReader<long, Int128, WidenInt64>(arrow),
        _ => new FixedReader(arrow, 16),
    };

    private static ColumnReader CreateWider(DuckType type, ArrowType arrow) => type.Id switch
    {
        DuckDbTypeId.UTinyInt => new ConvertingReader<byte, short, WidenByte>(arrow),
        DuckDbTypeId.USmallInt => new ConvertingReader<ushort, int, WidenUInt16>(arrow),
        DuckDbTypeId.UInteger => new ConvertingReader<uint, long, WidenUInt32>(arrow),
        _ => new ConvertingReader<ulong, Int128, WidenUInt64>(arrow),
    };

    /// <summary>DuckDB's indices are unsigned, Arrow's signed: where the top bit may be set, they become wider.</summary>
    private static ColumnReader CreateIndices(DuckType type, DictionaryType arrow)
    {
        var labels = new Utf8Builder();
        foreach (var label in type.Labels)
        {
            labels.Append(label);
        }

        var dictionary = labels.Build();
        return (type.Storage, arrow.Index.BitWidth) switch
        {
            (DuckDbTypeId.UTinyInt, > 8) => new ConvertingReader<byte, short, WidenByte>(arrow, dictionary),
            (DuckDbTypeId.USmallInt, > 16) => new ConvertingReader<ushort, int, WidenUInt16>(arrow, dictionary),
            _ => new FixedReader(arrow, Width(type.Storage), dictionary),
        };
    }

    private static ColumnReader[] Children(DuckType type, ResultOptions options) =>
        [.. type.Children.Select(child => Create(child.Type, options))];

    private static int Width(DuckDbTypeId id) => id switch
    {
        DuckDbTypeId.TinyInt or DuckDbTypeId.UTinyInt => 1,
        DuckDbTypeId.SmallInt or DuckDbTypeId.USmallInt => 2,
        DuckDbTypeId.Integer or DuckDbTypeId.UInteger or DuckDbTypeId.Float or DuckDbTypeId.Date => 4,
        DuckDbTypeId.HugeInt => 16,
        _ => 8,
    };
}
