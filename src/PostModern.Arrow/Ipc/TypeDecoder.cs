using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc.FlatBuffers;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>The type tables of Schema.fbs to logical types; parameters outside the format are refused by name.</summary>
internal static class TypeDecoder
{
    private const int MaxTimezoneLength = 256;

    /// <param name="tag">Which table <paramref name="table"/> is.</param>
    /// <param name="table">The type's own parameters.</param>
    /// <param name="children">The field's children, decoded.</param>
    /// <param name="field">The field's name, for messages.</param>
    public static ArrowType Read(TypeTag tag, FlatTable table, FieldList children, string field) => tag switch
    {
        TypeTag.Null => ArrowTypes.Null,
        TypeTag.Int => ReadInt(table, field),
        TypeTag.FloatingPoint => new FloatType(Checked(table.Int16(0), 2, field, "precision") is var size && size == 0 ? 16 : size * 32),
        TypeTag.Binary or TypeTag.BinaryView => ArrowTypes.Binary,
        TypeTag.Utf8 or TypeTag.Utf8View => ArrowTypes.Utf8,
        TypeTag.Bool => ArrowTypes.Boolean,
        TypeTag.Decimal => ReadDecimal(table, field),
        TypeTag.FixedSizeBinary => new FixedSizeBinaryType(Checked(table.Int32(0), int.MaxValue, field, "byte width")),
        TypeTag.LargeBinary => new BinaryType(64),
        TypeTag.LargeUtf8 => new StringType(64),
        TypeTag.Date or TypeTag.Time or TypeTag.Timestamp or TypeTag.Interval or TypeTag.Duration => ReadTemporal(tag, table, field),
        TypeTag.List => new ListType(Only(children, field)),
        TypeTag.LargeList => new ListType(Only(children, field), 64),
        TypeTag.FixedSizeList => new FixedSizeListType(Only(children, field), Checked(table.Int32(0), int.MaxValue, field, "list size")),
        TypeTag.Struct => new StructType(children),
        TypeTag.Union => ReadUnion(table, children, field),
        TypeTag.Map => ReadMap(table, children, field),
        <= TypeTag.LargeListView and > TypeTag.None =>
            throw new ServerException(ErrorCode.Unsupported, $"Field '{field}' has the Arrow type {tag}, which is not supported; send a plain layout."),
        _ => throw CorruptMessage.Error($"field '{field}'", $"unknown type {tag:D}"),
    };

    public static IntType ReadInt(FlatTable table, string field) => table.Int32(0) is var bits and (8 or 16 or 32 or 64)
        ? new IntType(bits, table.Boolean(1))
        : throw CorruptMessage.Error($"field '{field}'", $"an integer of {table.Int32(0)} bits");

    private static DecimalType ReadDecimal(FlatTable table, string field)
    {
        var bits = table.Int32(2, 128);
        var maxPrecision = bits switch
        {
            32 => 9,
            64 => 18,
            128 => 38,
            256 => 76,
            _ => throw CorruptMessage.Error($"field '{field}'", $"a decimal of {bits} bits"),
        };
        var scale = table.Int32(1);
        return Math.Abs((long)scale) <= maxPrecision
            ? new DecimalType(Checked(table.Int32(0), maxPrecision, field, "precision"), scale, bits)
            : throw CorruptMessage.Error($"field '{field}'", $"a decimal of scale {scale}");
    }

    private static ArrowType ReadTemporal(TypeTag tag, FlatTable table, string field) => tag switch
    {
        TypeTag.Date => new DateType((DateUnit)Checked(table.Int16(0, 1), 1, field, "date unit")),
        TypeTag.Time => ReadTime(table, field),
        TypeTag.Timestamp => new TimestampType((TimeUnit)Checked(table.Int16(0), 3, field, "unit"), ReadTimezone(table, field)),
        TypeTag.Interval => new IntervalType((IntervalUnit)Checked(table.Int16(0), 2, field, "interval unit")),
        _ => new DurationType((TimeUnit)Checked(table.Int16(0, 1), 3, field, "unit")),
    };

    private static TimeType ReadTime(FlatTable table, string field)
    {
        var type = new TimeType((TimeUnit)Checked(table.Int16(0, 1), 3, field, "unit"));
        return table.Int32(1, 32) == type.BitWidth
            ? type
            : throw CorruptMessage.Error($"field '{field}'", $"a time of {table.Int32(1, 32)} bits in {type.Unit}s");
    }

    /// <summary>Some writers store an empty text for "no time zone".</summary>
    private static string? ReadTimezone(FlatTable table, string field) => table.String(1) switch
    {
        null or "" => null,
        { Length: <= MaxTimezoneLength } zone => zone,
        { Length: var length } => throw CorruptMessage.Error($"field '{field}'", $"a time zone of {length} characters"),
    };

    private static UnionType ReadUnion(FlatTable table, FieldList children, string field)
    {
        var ids = table.Vector(1, "typeIds", sizeof(int));
        if (!ids.IsAbsent && ids.Count != children.Count)
        {
            throw CorruptMessage.Error($"field '{field}'", $"a union of {children.Count} alternatives has {ids.Count} type codes");
        }

        var codes = new int[children.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = Checked(ids.IsAbsent ? i : ids.Int32(i), sbyte.MaxValue, field, "type code");
        }

        return new UnionType(Checked(table.Int16(0), 1, field, "union mode") == 1, children, [.. codes]);
    }

    private static MapType ReadMap(FlatTable table, FieldList children, string field) =>
        Only(children, field) is { Type: StructType { Fields.Count: 2 } } entries
            ? new MapType(entries, table.Boolean(0))
            : throw CorruptMessage.Error($"field '{field}'", "a map's entries are not a struct of key and value");

    private static Field Only(FieldList children, string field) =>
        children.Count == 1 ? children[0] : throw CorruptMessage.Error($"field '{field}'", $"it has {children.Count} children instead of one");

    private static int Checked(int value, int max, string field, string what) =>
        value >= 0 && value <= max ? value : throw CorruptMessage.Error($"field '{field}'", $"{what} {value} is out of range");
}
