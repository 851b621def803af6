namespace PostModern.Arrow.Types;

/// <summary>Types as people write them in messages, after the names of the Arrow libraries.</summary>
internal static class TypeName
{
    private static readonly string[] Units = ["s", "ms", "us", "ns"];

    public static string Of(ArrowType type) => type switch
    {
        NullType => "null",
        BooleanType => "bool",
        IntType number => $"{(number.IsSigned ? "" : "u")}int{number.BitWidth}",
        FloatType number => $"float{number.BitWidth}",
        DecimalType number => $"decimal{number.BitWidth}({number.Precision}, {number.Scale})",
        StringType text => text.OffsetBits == 64 ? "large_utf8" : "utf8",
        BinaryType binary => binary.OffsetBits == 64 ? "large_binary" : "binary",
        FixedSizeBinaryType binary => $"fixed_size_binary[{binary.ByteWidth}]",
        DateType date => date.Unit == DateUnit.Day ? "date32" : "date64",
        TimeType time => $"time{time.BitWidth}[{Units[(int)time.Unit]}]",
        TimestampType { Timezone: null } timestamp => $"timestamp[{Units[(int)timestamp.Unit]}]",
        TimestampType timestamp => $"timestamp[{Units[(int)timestamp.Unit]}, {timestamp.Timezone}]",
        DurationType duration => $"duration[{Units[(int)duration.Unit]}]",
        IntervalType interval => $"interval[{interval.Unit}]",
        _ => OfNested(type),
    };

    private static string OfNested(ArrowType type) => type switch
    {
        ListType list => $"{(list.OffsetBits == 64 ? "large_list" : "list")}<{list.Item.Type}>",
        FixedSizeListType list => $"fixed_size_list<{list.Item.Type}>[{list.Size}]",
        StructType fields => $"struct<{Named(fields.Fields)}>",
        MapType { Entries.Type: StructType { Fields: [var key, var value] } } => $"map<{key.Type}, {value.Type}>",
        UnionType union => $"{(union.IsDense ? "dense_union" : "sparse_union")}<{Named(union.Fields)}>",
        DictionaryType dictionary => $"dictionary<{dictionary.Index}, {dictionary.Value}>",
        _ => type.GetType().Name,
    };

    private static string Named(FieldList fields) => string.Join(", ", fields.Select(field => $"{field.Name}: {field.Type}"));
}
