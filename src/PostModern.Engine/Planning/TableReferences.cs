using System.Text.Json;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>A table that a query names, outside the reach of a common table expression of that name.</summary>
/// <param name="Table">The name.</param>
/// <param name="HasAlias">Whether the query gives it another name.</param>
/// <param name="ByteOffset">Where the name begins in the query's UTF-8 text.</param>
internal readonly record struct TableReference(TableName Table, bool HasAlias, int ByteOffset);

/// <summary>Walks the tree that DuckDB's <c>json_serialize_sql</c> gives.</summary>
internal static class TableReferences
{
    public static IReadOnlyList<TableReference> Find(JsonElement tree)
    {
        var found = new List<TableReference>();
        Walk(tree, new HashSet<string>(StringComparer.OrdinalIgnoreCase), found);
        return found;
    }

    private static void Walk(JsonElement node, HashSet<string> ctes, List<TableReference> found)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
            {
                Walk(item, ctes, found);
            }
        }
        else if (node.ValueKind == JsonValueKind.Object)
        {
            WalkObject(node, ctes, found);
        }
    }

    private static void WalkObject(JsonElement node, HashSet<string> ctes, List<TableReference> found)
    {
        if (node.TryGetProperty("cte_map", out var map))
        {
            // Later expressions see earlier ones, and a recursive one sees itself.
            ctes = new HashSet<string>(ctes, ctes.Comparer);
            foreach (var cte in map.GetProperty("map").EnumerateArray())
            {
                ctes.Add(cte.GetProperty("key").GetString()!);
            }
        }

        if (node.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "BASE_TABLE"
            && Read(node) is { } reference && !(reference.Table.Schema is null && ctes.Contains(reference.Table.Name)))
        {
            found.Add(reference);
        }

        foreach (var property in node.EnumerateObject())
        {
            Walk(property.Value, ctes, found);
        }
    }

    private static TableReference? Read(JsonElement node)
    {
        var location = node.GetProperty("query_location").GetUInt64();
        return location > int.MaxValue
            ? null
            : new TableReference(
                new TableName(Part(node, "catalog_name"), Part(node, "schema_name"), node.GetProperty("table_name").GetString()!),
                Part(node, "alias") is not null,
                (int)location);
    }

    private static string? Part(JsonElement node, string property) => node.GetProperty(property).GetString() is { Length: > 0 } text ? text : null;
}
