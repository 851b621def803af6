using System.Text.Json.Nodes;
using PostModern.DuckDb;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>Finds out whether a query makes its rows one by one from one listing or one dataset.</summary>
/// <remarks>
/// Such a query has one source in FROM, and only expressions over one row in SELECT and WHERE. Run on some of the source's rows, it gives
/// what it would have made of them among all: that is what lets REFRESH compute only what has changed.
/// </remarks>
internal static class RowMaps
{
    private const string RowColumn = $"coalesce(t.obj.uri, t.path) AS {RowMap.UriColumn}";

    private static readonly HashSet<string> s_listings = new(StringComparer.OrdinalIgnoreCase) { "files", "list_files", "s3", "http" };

    /// <param name="query">With its datasets pinned.</param>
    /// <param name="connection">Parses, and knows which functions are aggregates.</param>
    public static RowMapping Find(string query, Connection connection)
    {
        if (SqlTree.Parse(query, connection) is not { } tree)
        {
            return new RowMapping(null, "is none that could be taken apart");
        }

        var top = SqlTree.NodeOf(tree);
        return FindSource(top, out var reason) is { } source && (reason = RowExpressions.Complaint(tree, connection)) is null
            ? new RowMapping(Rewrite(tree, top, source, connection), "")
            : new RowMapping(null, reason!);
    }

    /// <summary>The only table that the query reads, below any number of plain subqueries.</summary>
    private static JsonObject? FindSource(JsonObject select, out string? reason)
    {
        for (var node = select; ; node = node["from_table"]!["subquery"]!["node"]!.AsObject())
        {
            reason = Complaint(node);
            var from = node["from_table"] as JsonObject;
            if (reason is not null || from is null)
            {
                return null;
            }

            switch (from["type"]!.GetValue<string>())
            {
                case "SUBQUERY":
                    continue;
                case "TABLE_FUNCTION" when IsListing(from):
                    return from;
                case "BASE_TABLE" when from["schema_name"]!.GetValue<string>() == SnapshotViews.SchemaName:
                    return from;
                case "JOIN":
                    reason = "joins several sources";
                    return null;
                default:
                    reason = "reads neither one listing nor one dataset";
                    return null;
            }
        }
    }

    private static bool IsListing(JsonObject from) =>
        s_listings.Contains(from["function"]!["function_name"]!.GetValue<string>()) && from["column_name_alias"]!.AsArray().Count == 0
        && from["function"]!["children"]!.AsArray() is [JsonObject pattern] && pattern["class"]!.GetValue<string>() == "CONSTANT";

    /// <returns>What makes a SELECT more than a map over rows; null for nothing.</returns>
    private static string? Complaint(JsonObject select) => select["type"]!.GetValue<string>() switch
    {
        "SET_OPERATION_NODE" => "combines several queries",
        not "SELECT_NODE" => "reads neither one listing nor one dataset",
        _ when select["cte_map"]!["map"]!.AsArray().Count > 0 => "has a WITH clause",
        _ when select["modifiers"]!.AsArray().Any(m => m!["type"]!.GetValue<string>() != "ORDER_MODIFIER") => "has DISTINCT or LIMIT",
        _ when select["group_expressions"]!.AsArray().Count > 0 || select["aggregate_handling"]!.GetValue<string>() != "STANDARD_HANDLING"
            || select["having"] is not null => "groups rows",
        _ when select["qualify"] is not null => "uses window functions",
        _ when select["sample"] is not null || select["from_table"]!["sample"] is not null => "takes a sample",
        _ => null,
    };

    /// <summary>Puts the table of sources in the source's place and, over a listing, carries each row's object up to the result.</summary>
    private static RowMap Rewrite(JsonObject tree, JsonObject top, JsonObject source, Connection connection)
    {
        var isListing = source["type"]!.GetValue<string>() == "TABLE_FUNCTION";
        var name = source["alias"]!.GetValue<string>() is { Length: > 0 } alias ? alias : NameOf(source);
        var template = SqlTree.NodeOf(SqlTree.Parse($"SELECT {RowColumn} FROM temp.main.{RowMap.SourceTable} AS {SqlText.Name(name)}", connection)!);
        var listing = isListing ? ListingQuery(source, connection) : null;
        var table = template["from_table"]!.AsObject();
        table["column_name_alias"] = source["column_name_alias"]!.DeepClone();
        var parent = source.Parent!.AsObject();
        parent["from_table"] = table.DeepClone();
        if (isListing)
        {
            CarryUri(top, parent, ReplaceQualifier(template["select_list"]![0]!.ToJsonString(), name), connection);
        }

        return new RowMap(SqlTree.ToSql(tree, connection), listing);
    }

    private static string NameOf(JsonObject source) =>
        source["type"]!.GetValue<string>() == "TABLE_FUNCTION" ? source["function"]!["function_name"]!.GetValue<string>() : source["table_name"]!.GetValue<string>();

    private static string ListingQuery(JsonObject source, Connection connection)
    {
        var tree = SqlTree.Parse("FROM files('')", connection)!;
        var bare = source.DeepClone();
        bare["alias"] = "";
        SqlTree.NodeOf(tree)["from_table"] = bare;
        return SqlTree.ToSql(tree, connection);
    }

    private static JsonNode ReplaceQualifier(string column, string name)
    {
        var node = JsonNode.Parse(column)!;
        foreach (var reference in ColumnNames(node).ToList())
        {
            if (reference[0]!.GetValue<string>() == "t")
            {
                reference[0] = name;
            }
        }

        return node;
    }

    private static IEnumerable<JsonArray> ColumnNames(JsonNode? node) => node switch
    {
        JsonObject { } map when map["column_names"] is JsonArray names => [names],
        JsonObject map => map.SelectMany(p => ColumnNames(p.Value)),
        JsonArray list => list.SelectMany(ColumnNames),
        _ => [],
    };

    /// <summary>Adds the column in the innermost SELECT, and names it in each around that, where a star must not give it again.</summary>
    private static void CarryUri(JsonObject top, JsonObject innermost, JsonNode column, Connection connection)
    {
        innermost["select_list"]!.AsArray().Add(column);
        var named = SqlTree.NodeOf(SqlTree.Parse($"SELECT {RowMap.UriColumn}", connection)!)["select_list"]![0]!;
        for (var node = top; node != innermost; node = node["from_table"]!["subquery"]!["node"]!.AsObject())
        {
            foreach (var star in node["select_list"]!.AsArray().Where(item => item!["class"]!.GetValue<string>() == "STAR"))
            {
                star!["exclude_list"]!.AsArray().Add(RowMap.UriColumn);
            }

            node["select_list"]!.AsArray().Add(named.DeepClone());
        }
    }
}
