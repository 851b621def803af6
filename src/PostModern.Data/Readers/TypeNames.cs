using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>The SQL name of a column's type: what the server says, else what DuckDB calls the Arrow type.</summary>
internal static class TypeNames
{
    private const string DuckDbType = "PostModern:duckdb_type";
    private const string FlightSqlType = "ARROW:FLIGHT:SQL:TYPE_NAME";

    public static string Of(Field field) =>
        field.Metadata.TryGetValue(DuckDbType, out var name) || field.Metadata.TryGetValue(FlightSqlType, out name)
            ? name
            : Of(field.Type);

    private static string Of(ArrowType type) => type switch
    {
        NullType => "NULL",
        BooleanType => "BOOLEAN",
        IntType integer => Integer(integer),
        FloatType { BitWidth: 64 } => "DOUBLE",
        FloatType => "FLOAT",
        DecimalType number => $"DECIMAL({number.Precision},{number.Scale})",
        StringType => "VARCHAR",
        BinaryType or FixedSizeBinaryType => "BLOB",
        DateType => "DATE",
        TimeType => "TIME",
        TimestampType { Timezone: not null } => "TIMESTAMP WITH TIME ZONE",
        TimestampType => "TIMESTAMP",
        DurationType or IntervalType => "INTERVAL",
        ListType list => Of(list.Item) + "[]",
        FixedSizeListType list => $"{Of(list.Item)}[{list.Size}]",
        StructType row => $"STRUCT({Members(row.Fields)})",
        MapType { Entries.Type: StructType { Fields: [var key, var value] } } => $"MAP({Of(key)}, {Of(value)})",
        UnionType union => $"UNION({Members(union.Fields)})",
        DictionaryType dictionary => Of(dictionary.Value),
        _ => type.GetType().Name,
    };

    private static string Integer(IntType type) => (type.IsSigned ? "" : "U") + type.BitWidth switch
    {
        8 => "TINYINT",
        16 => "SMALLINT",
        32 => "INTEGER",
        _ => "BIGINT",
    };

    private static string Members(FieldList fields) => string.Join(", ", fields.Select(field => $"{field.Name} {Of(field)}"));
}
