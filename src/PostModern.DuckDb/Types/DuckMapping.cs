using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Native;

namespace PostModern.DuckDb.Types;

/// <summary>Which DuckDB type takes the values of an Arrow type: for parameters, function results and table functions.</summary>
internal static class DuckMapping
{
    private const int MostDigits = 38;

    /// <summary>As the other; nanoseconds that were a TIME become one again.</summary>
    /// <exception cref="ServerException">Unsupported: DuckDB has no such type.</exception>
    public static DuckType ToDuck(Field field) =>
        field.Type is TimeType { Unit: TimeUnit.Nanosecond } && field.Metadata.GetValueOrDefault(ArrowMapping.TypeNameKey) == "TIME"
            ? new DuckType(DuckDbTypeId.Time)
            : ToDuck(field.Type);

    /// <exception cref="ServerException">Unsupported: DuckDB has no such type.</exception>
    public static DuckType ToDuck(ArrowType type) => type switch
    {
        NullType => new DuckType(DuckDbTypeId.SqlNull),
        BooleanType => new DuckType(DuckDbTypeId.Boolean),
        IntType integer => new DuckType(Integer(integer)),
        FloatType { BitWidth: 64 } => new DuckType(DuckDbTypeId.Double),
        FloatType => new DuckType(DuckDbTypeId.Float),
        DecimalType { Scale: >= 0 and <= MostDigits } number => Decimal(number),
        StringType => new DuckType(DuckDbTypeId.Varchar),
        BinaryType or FixedSizeBinaryType => new DuckType(DuckDbTypeId.Blob),
        DateType => new DuckType(DuckDbTypeId.Date),
        TimeType { Unit: TimeUnit.Nanosecond } => new DuckType(DuckDbTypeId.TimeNs),
        TimeType => new DuckType(DuckDbTypeId.Time),
        TimestampType timestamp => new DuckType(Timestamp(timestamp)),
        DurationType or IntervalType => new DuckType(DuckDbTypeId.Interval),
        DictionaryType dictionary => ToDuck(dictionary.Value),
        _ => Nested(type) ?? throw new ServerException(ErrorCode.Unsupported, $"DuckDB has no type for Arrow's {type}."),
    };

    private static DuckType? Nested(ArrowType type) => type switch
    {
        ListType list => new DuckType(DuckDbTypeId.List) { Children = [Child("item", list.Item)] },
        FixedSizeListType array => new DuckType(DuckDbTypeId.Array) { Size = array.Size, Children = [Child("item", array.Item)] },
        MapType map => new DuckType(DuckDbTypeId.Map)
        {
            Children = [Child("key", map.Entries.Type.Children[0]), Child("value", map.Entries.Type.Children[1])],
        },
        StructType fields => new DuckType(DuckDbTypeId.Struct) { Children = [.. fields.Fields.Select(field => Child(field.Name, field))] },
        UnionType union => new DuckType(DuckDbTypeId.Union) { Children = [.. union.Fields.Select(field => Child(field.Name, field))] },
        _ => null,
    };

    private static DuckField Child(string name, Field field) => new(name, ToDuck(field));

    private static DuckDbTypeId Integer(IntType type) => (type.BitWidth, type.IsSigned) switch
    {
        (8, true) => DuckDbTypeId.TinyInt,
        (16, true) => DuckDbTypeId.SmallInt,
        (32, true) => DuckDbTypeId.Integer,
        (64, true) => DuckDbTypeId.BigInt,
        (8, false) => DuckDbTypeId.UTinyInt,
        (16, false) => DuckDbTypeId.USmallInt,
        (32, false) => DuckDbTypeId.UInteger,
        _ => DuckDbTypeId.UBigInt,
    };

    private static DuckDbTypeId Timestamp(TimestampType type) => type switch
    {
        // DuckDB's instants have one unit.
        { Timezone: not null } => DuckDbTypeId.TimestampTz,
        { Unit: TimeUnit.Second } => DuckDbTypeId.TimestampS,
        { Unit: TimeUnit.Millisecond } => DuckDbTypeId.TimestampMs,
        { Unit: TimeUnit.Nanosecond } => DuckDbTypeId.TimestampNs,
        _ => DuckDbTypeId.Timestamp,
    };

    // Whether values of more digits than DuckDB has fit is seen when they come.
    private static DuckType Decimal(DecimalType type)
    {
        var width = Math.Clamp(Math.Max(type.Precision, type.Scale), 1, MostDigits);
        return new DuckType(DuckDbTypeId.Decimal)
        {
            Width = (byte)width,
            Scale = (byte)type.Scale,
            Storage = width switch
            {
                <= 4 => DuckDbTypeId.SmallInt,
                <= 9 => DuckDbTypeId.Integer,
                <= 18 => DuckDbTypeId.BigInt,
                _ => DuckDbTypeId.HugeInt,
            },
        };
    }
}
