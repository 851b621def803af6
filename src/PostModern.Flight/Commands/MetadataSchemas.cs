using PostModern.Arrow.Types;

namespace PostModern.Flight.Commands;

/// <summary>The schemas of the metadata commands' answers.</summary>
/// <remarks>Drivers compare names, types and nullability, so nothing here may be widened or reordered.</remarks>
public static class MetadataSchemas
{
    public static Schema Catalogs { get; } = new(Text("catalog_name", false));

    public static Schema DbSchemas { get; } = new(Text("catalog_name"), Text("db_schema_name", false));

    public static Schema Tables { get; } = new(
        Text("catalog_name"), Text("db_schema_name"), Text("table_name", false), Text("table_type", false));

    /// <summary>For <c>include_schema</c>: the last column holds each table's schema as an encapsulated IPC message.</summary>
    public static Schema TablesWithSchema { get; } = new(
        [.. Tables.Fields, new Field("table_schema", ArrowTypes.Binary, false)]);

    public static Schema TableTypes { get; } = new(Text("table_type", false));

    public static Schema PrimaryKeys { get; } = new(
        Text("catalog_name"),
        Text("db_schema_name"),
        Text("table_name", false),
        Text("column_name", false),
        Number("key_sequence", false),
        Text("key_name"));

    /// <summary>Imported keys, exported keys and the cross reference.</summary>
    public static Schema ForeignKeys { get; } = new(
        Text("pk_catalog_name"),
        Text("pk_db_schema_name"),
        Text("pk_table_name", false),
        Text("pk_column_name", false),
        Text("fk_catalog_name"),
        Text("fk_db_schema_name"),
        Text("fk_table_name", false),
        Text("fk_column_name", false),
        Number("key_sequence", false),
        Text("fk_key_name"),
        Text("pk_key_name"),
        new Field("update_rule", ArrowTypes.UInt8, false),
        new Field("delete_rule", ArrowTypes.UInt8, false));

    public static Schema XdbcTypeInfo { get; } = new(
        Text("type_name", false),
        Number("data_type", false),
        Number("column_size"),
        Text("literal_prefix"),
        Text("literal_suffix"),
        new Field("create_params", new ListType(Text("item", false))),
        Number("nullable", false),
        Flag("case_sensitive", false),
        Number("searchable", false),
        Flag("unsigned_attribute"),
        Flag("fixed_prec_scale", false),
        Flag("auto_increment"),
        Text("local_type_name"),
        Number("minimum_scale"),
        Number("maximum_scale"),
        Number("sql_data_type", false),
        Number("datetime_subcode"),
        Number("num_prec_radix"),
        Number("interval_precision"));

    public static Schema SqlInfo { get; } = new(
        new Field("info_name", ArrowTypes.UInt32, false),
        new Field("value", SqlInfoValueType(), false));

    private static UnionType SqlInfoValueType() => new(
        IsDense: true,
        [
            Text("string_value", false),
            Flag("bool_value", false),
            new Field("bigint_value", ArrowTypes.Int64, false),
            Number("int32_bitmask", false),
            new Field("string_list", new ListType(ArrowTypes.Utf8), false),
            new Field("int32_to_int32_list_map", new MapType(ArrowTypes.Int32, new ListType(ArrowTypes.Int32)), false),
        ],
        [0, 1, 2, 3, 4, 5]);

    private static Field Text(string name, bool isNullable = true) => new(name, ArrowTypes.Utf8, isNullable);

    private static Field Number(string name, bool isNullable = true) => new(name, ArrowTypes.Int32, isNullable);

    private static Field Flag(string name, bool isNullable = true) => new(name, ArrowTypes.Boolean, isNullable);
}
