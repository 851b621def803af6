using PostModern.Arrow.Types;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Renames the fields of structs, at any depth, between the names that users see and those that the files have.</summary>
internal static class StructNames
{
    /// <summary>From the files' names to the users'.</summary>
    /// <param name="value">SQL that gives a value with physical names.</param>
    /// <param name="type">The column's type, with physical names in the fields' metadata.</param>
    public static string Logical(string value, ArrowType type) => Rename(value, type, ColumnMapping.PhysicalName, f => f.Name, 0);

    /// <summary>From the users' names to the files'.</summary>
    /// <inheritdoc cref="Logical"/>
    public static string Physical(string value, ArrowType type) => Rename(value, type, f => f.Name, ColumnMapping.PhysicalName, 0);

    private static string Rename(string value, ArrowType type, Func<Field, string> from, Func<Field, string> to, int depth)
    {
        if (!HasOtherNames(type))
        {
            return value;
        }

        string Inner(string part, ArrowType inner) => Rename(part, inner, from, to, depth + 1);
        string Each(string list, string element) => $"list_transform({list}, lambda e{depth}: {element})";
        switch (type)
        {
            case StructType fields:
                var packed = fields.Fields.Select(f => $"{SqlText.Name(to(f))} := {Inner($"struct_extract({value}, {SqlText.Literal(from(f))})", f.Type)}");
                return $"CASE WHEN {value} IS NULL THEN NULL ELSE struct_pack({string.Join(", ", packed)}) END";
            case ListType list:
                return Each(value, Inner($"e{depth}", list.Item.Type));
            case MapType { Entries.Type: StructType { Fields: var entry } }:
                var pair = $"struct_pack(key := {Inner($"e{depth}.key", entry[0].Type)}, value := {Inner($"e{depth}.value", entry[1].Type)})";
                return $"CASE WHEN {value} IS NULL THEN NULL ELSE map_from_entries({Each($"map_entries({value})", pair)}) END";
            default:
                return value;
        }
    }

    private static bool HasOtherNames(ArrowType type) => type.Children.Any(f => HasOtherNames(f.Type) || ColumnMapping.PhysicalName(f) != f.Name);
}
