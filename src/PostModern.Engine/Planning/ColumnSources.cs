using System.Text.Json.Nodes;
using PostModern.DuckDb;

namespace PostModern.Engine.Planning;

/// <summary>Which columns of a query are columns of the one dataset that it reads, unchanged.</summary>
internal static class ColumnSources
{
    /// <param name="query">With its datasets pinned.</param>
    /// <param name="connection">Parses.</param>
    /// <returns>By the position in the result the source's column; empty where that isn't plain to see.</returns>
    public static IReadOnlyDictionary<int, string> Find(string query, Connection connection)
    {
        var sources = new Dictionary<int, string>();
        if (SqlTree.Parse(query, connection) is not { } tree || SqlTree.NodeOf(tree) is not { } select
            || select["type"]!.GetValue<string>() != "SELECT_NODE" || select["from_table"] is not JsonObject from
            || from["type"]!.GetValue<string>() != "BASE_TABLE" || from["schema_name"]!.GetValue<string>() != SnapshotViews.SchemaName)
        {
            return sources;
        }

        var items = select["select_list"]!.AsArray();
        for (var i = 0; i < items.Count && Class(items[i]) != "STAR"; i++)
        {
            if (Class(items[i]) == "COLUMN_REF")
            {
                sources.Add(i, items[i]!["column_names"]!.AsArray()[^1]!.GetValue<string>());
            }
        }

        // A star shifts the positions of all that follows it, so nothing after one is told.
        return sources;
    }

    private static string Class(JsonNode? item) => item!["class"]!.GetValue<string>();
}
