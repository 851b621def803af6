using System.Globalization;
using System.Security.Cryptography;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;

namespace PostModern.Server.Flight.Commands;

/// <summary>The schema that clients are shown for a statement: the engine's, with what drivers ask of a column beside it.</summary>
/// <remarks>Advertised and sent from here alone, so the two can't differ.</remarks>
internal static class ResultSchema
{
    private const int DigestLength = 8;
    private const string DuckDbType = "PostModern:duckdb_type";

    public static Schema Describe(Schema schema) => new(schema.Fields.Select(Describe)) { Metadata = schema.Metadata };

    /// <summary>Adds the table's name to each column, for GetTables.</summary>
    public static Schema Describe(Schema schema, string catalog, string dbSchema, string table) => new(
        schema.Fields.Select(field => With(
            Describe(field),
            (ColumnMetadata.CatalogName, catalog),
            (ColumnMetadata.SchemaName, dbSchema),
            (ColumnMetadata.TableName, table))))
    {
        Metadata = schema.Metadata,
    };

    /// <summary>Tells two schemas apart by everything that a client sees of them.</summary>
    public static ValueList<byte> Digest(Schema schema) => [.. SHA256.HashData(SchemaMessage.Encode(schema)).AsSpan(0, DigestLength)];

    private static Field Describe(Field field)
    {
        var described = With(
            field,
            (ColumnMetadata.IsSearchable, "1"),
            (ColumnMetadata.IsAutoIncrement, "0"),
            (ColumnMetadata.IsCaseSensitive, field.Type is StringType or DictionaryType { Value: StringType } ? "1" : "0"),
            (ColumnMetadata.IsReadOnly, "0"));
        if (field.Metadata.TryGetValue(DuckDbType, out var name))
        {
            described = With(described, (ColumnMetadata.TypeName, name));
        }

        return field.Type is DecimalType number
            ? With(described, (ColumnMetadata.Precision, Text(number.Precision)), (ColumnMetadata.Scale, Text(number.Scale)))
            : described;
    }

    private static Field With(Field field, params ReadOnlySpan<(string Key, string Value)> entries)
    {
        var metadata = new Dictionary<string, string>(field.Metadata);
        foreach (var (key, value) in entries)
        {
            metadata[key] = value;
        }

        return field with { Metadata = metadata };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
