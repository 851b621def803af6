namespace PostModern.Arrow.Types;

/// <summary>The physical layout behind a logical type.</summary>
public static class TypeLayout
{
    /// <summary>Bytes of one value in the values buffer; 0 for types without such a buffer (text, nested, null) and for booleans (bits).</summary>
    public static int ByteWidth(ArrowType type) => type switch
    {
        IntType number => number.BitWidth / 8,
        FloatType number => number.BitWidth / 8,
        DecimalType number => number.BitWidth / 8,
        FixedSizeBinaryType binary => binary.ByteWidth,
        DateType { Unit: DateUnit.Day } => 4,
        TimeType time => time.BitWidth / 8,
        IntervalType { Unit: IntervalUnit.YearMonth } => 4,
        IntervalType { Unit: IntervalUnit.MonthDayNano } => 16,
        DateType or TimestampType or DurationType or IntervalType => 8,
        DictionaryType dictionary => dictionary.Index.BitWidth / 8,
        _ => 0,
    };

    /// <summary>Bits of one entry in the offsets buffer; 0 for types without one (a dense union's per-row offsets are something else).</summary>
    public static int OffsetBits(ArrowType type) => type switch
    {
        StringType text => text.OffsetBits,
        BinaryType binary => binary.OffsetBits,
        ListType list => list.OffsetBits,
        MapType => 32,
        _ => 0,
    };

    /// <summary>Whether columns of the type have a validity buffer.</summary>
    public static bool HasValidity(ArrowType type) => type is not (NullType or UnionType);

    /// <summary>Buffers of a column in wire order, validity included.</summary>
    public static int BufferCount(ArrowType type) => type switch
    {
        NullType => 0,
        StringType or BinaryType => 3,
        FixedSizeListType or StructType => 1,
        UnionType { IsDense: false } => 1,
        _ => 2,
    };
}
