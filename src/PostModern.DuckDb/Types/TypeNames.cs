using PostModern.DuckDb.Native;

namespace PostModern.DuckDb.Types;

/// <summary>Types as they are written in SQL.</summary>
internal static class TypeNames
{
    public static string Format(DuckType type) => type.Alias ?? type.Id switch
    {
        DuckDbTypeId.Decimal => $"DECIMAL({type.Width},{type.Scale})",
        DuckDbTypeId.List => $"{Format(type.Children[0].Type)}[]",
        DuckDbTypeId.Array => $"{Format(type.Children[0].Type)}[{type.Size}]",
        DuckDbTypeId.Map => $"MAP({Format(type.Children[0].Type)}, {Format(type.Children[1].Type)})",
        DuckDbTypeId.Struct => $"STRUCT({FormatFields(type)})",
        DuckDbTypeId.Union => $"UNION({FormatFields(type)})",
        DuckDbTypeId.Enum => $"ENUM({string.Join(", ", type.Labels.Select(label => $"'{label.Replace("'", "''", StringComparison.Ordinal)}'"))})",
        _ => Simple(type.Id),
    };

    private static string Simple(DuckDbTypeId id) => id switch
    {
        DuckDbTypeId.TimestampS => "TIMESTAMP_S",
        DuckDbTypeId.TimestampMs => "TIMESTAMP_MS",
        DuckDbTypeId.TimestampNs => "TIMESTAMP_NS",
        DuckDbTypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbTypeId.TimeTz => "TIME WITH TIME ZONE",
        DuckDbTypeId.TimeNs => "TIME_NS",
        DuckDbTypeId.SqlNull => "NULL",
        _ => id.ToString().ToUpperInvariant(),
    };

    private static string FormatFields(DuckType type) =>
        string.Join(", ", type.Children.Select(child => child.Name.Length == 0 ? Format(child.Type) : $"{Quote(child.Name)} {Format(child.Type)}"));

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
