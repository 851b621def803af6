using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>Arrow types in DuckDB's SQL.</summary>
internal static class DuckDbTypeName
{
    /// <summary>The field metadata key under which results carry their DuckDB type.</summary>
    public const string MetadataKey = "PostModern:duckdb_type";

    /// <summary>The type that the column's metadata tells, else the one that its Arrow type stands for.</summary>
    public static string Of(Field field) => field.Metadata.TryGetValue(MetadataKey, out var name) ? name : Of(field.Type);

    public static string Of(ArrowType type) => type switch
    {
        BooleanType => "BOOLEAN",
        IntType number => (number.IsSigned ? "" : "U") + IntegerName(number.BitWidth),
        FloatType { BitWidth: 64 } => "DOUBLE",
        FloatType => "FLOAT",
        DecimalType number => $"DECIMAL({number.Precision},{number.Scale})",
        StringType => "VARCHAR",
        BinaryType or FixedSizeBinaryType => "BLOB",
        DateType => "DATE",
        TimeType { Unit: TimeUnit.Nanosecond } => "TIME_NS",
        TimeType => "TIME",
        TimestampType { Timezone: not null } => "TIMESTAMP WITH TIME ZONE",
        TimestampType { Unit: var unit } => TimestampName(unit),
        IntervalType => "INTERVAL",
        DictionaryType dictionary => Of(dictionary.Value),
        ListType list => Of(list.Item) + "[]",
        FixedSizeListType list => $"{Of(list.Item)}[{list.Size}]",
        StructType fields => $"STRUCT({string.Join(", ", fields.Fields.Select(f => $"{Quote(f.Name)} {Of(f)}"))})",
        MapType { Entries.Type: StructType entries } => $"MAP({Of(entries.Fields[0])}, {Of(entries.Fields[1])})",
        _ => "INTEGER",
    };

    private static string IntegerName(int bits) => bits switch
    {
        8 => "TINYINT",
        16 => "SMALLINT",
        32 => "INTEGER",
        _ => "BIGINT",
    };

    private static string TimestampName(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => "TIMESTAMP_S",
        TimeUnit.Millisecond => "TIMESTAMP_MS",
        TimeUnit.Nanosecond => "TIMESTAMP_NS",
        _ => "TIMESTAMP",
    };

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
