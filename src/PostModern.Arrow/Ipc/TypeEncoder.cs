using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc.FlatBuffers;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Logical types to the type tables of Schema.fbs.</summary>
internal static class TypeEncoder
{
    public static TypeTag TagOf(ArrowType type) => type switch
    {
        NullType => TypeTag.Null,
        BooleanType => TypeTag.Bool,
        IntType => TypeTag.Int,
        FloatType => TypeTag.FloatingPoint,
        DecimalType => TypeTag.Decimal,
        StringType { OffsetBits: 64 } => TypeTag.LargeUtf8,
        StringType => TypeTag.Utf8,
        BinaryType { OffsetBits: 64 } => TypeTag.LargeBinary,
        BinaryType => TypeTag.Binary,
        FixedSizeBinaryType => TypeTag.FixedSizeBinary,
        DateType => TypeTag.Date,
        TimeType => TypeTag.Time,
        TimestampType => TypeTag.Timestamp,
        DurationType => TypeTag.Duration,
        IntervalType => TypeTag.Interval,
        ListType { OffsetBits: 64 } => TypeTag.LargeList,
        ListType => TypeTag.List,
        FixedSizeListType => TypeTag.FixedSizeList,
        StructType => TypeTag.Struct,
        MapType => TypeTag.Map,
        UnionType => TypeTag.Union,
        _ => throw new ServerException(ErrorCode.Unsupported, $"Type {type} can't be sent."),
    };

    /// <summary>Writes the type's table; the answer is its offset.</summary>
    public static int Write(FlatBufferWriter writer, ArrowType type)
    {
        // Strings and vectors can't be written inside a table.
        var inner = type switch
        {
            TimestampType { Timezone: { } zone } => writer.WriteString(zone),
            UnionType { TypeIds: var ids } => writer.WriteInts(ids),
            _ => 0,
        };
        writer.StartTable(3);
        WriteSlots(writer, type, inner);
        return writer.EndTable();
    }

    private static void WriteSlots(FlatBufferWriter writer, ArrowType type, int inner)
    {
        switch (type)
        {
            case IntType number:
                writer.AddInt32(0, number.BitWidth);
                writer.AddBoolean(1, number.IsSigned);
                break;
            case FloatType number:
                writer.AddInt16(0, (short)(number.BitWidth / 32));
                break;
            case DecimalType number:
                writer.AddInt32(0, number.Precision);
                writer.AddInt32(1, number.Scale);
                writer.AddInt32(2, number.BitWidth);
                break;
            case UnionType union:
                writer.AddOffset(1, inner);
                writer.AddInt16(0, (short)(union.IsDense ? 1 : 0));
                break;
            case FixedSizeBinaryType binary:
                writer.AddInt32(0, binary.ByteWidth);
                break;
            case FixedSizeListType list:
                writer.AddInt32(0, list.Size);
                break;
            case MapType map:
                writer.AddBoolean(0, map.KeysSorted);
                break;
            default:
                WriteTemporalSlots(writer, type, inner);
                break;
        }
    }

    private static void WriteTemporalSlots(FlatBufferWriter writer, ArrowType type, int inner)
    {
        switch (type)
        {
            case DateType date:
                writer.AddInt16(0, (short)date.Unit);
                break;
            case TimeType time:
                writer.AddInt32(1, time.BitWidth);
                writer.AddInt16(0, (short)time.Unit);
                break;
            case TimestampType timestamp:
                writer.AddOffset(1, inner);
                writer.AddInt16(0, (short)timestamp.Unit);
                break;
            case DurationType duration:
                writer.AddInt16(0, (short)duration.Unit);
                break;
            case IntervalType interval:
                writer.AddInt16(0, (short)interval.Unit);
                break;
        }
    }
}
