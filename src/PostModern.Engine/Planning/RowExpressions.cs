using System.Text.Json.Nodes;
using PostModern.DuckDb;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>Looks for what makes expressions depend on more than their own row.</summary>
internal static class RowExpressions
{
    // A macro that calls itself would otherwise be followed for ever; DuckDB refuses such calls when they run.
    private const int DeepestMacro = 16;

    /// <param name="tree">A query, as the parser sees it.</param>
    /// <param name="connection">Knows which functions are aggregates, and what macros stand for.</param>
    /// <returns>The end of a sentence that begins with "the query"; null when there is nothing.</returns>
    public static string? Complaint(JsonNode tree, Connection connection) => Complaint(tree, connection, 0);

    private static string? Complaint(JsonNode tree, Connection connection, int depth)
    {
        var functions = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var expression in Expressions(tree))
        {
            switch (expression["class"]!.GetValue<string>())
            {
                case "WINDOW":
                    return "uses window functions";
                case "SUBQUERY":
                    return "holds subqueries in its expressions";
                case "FUNCTION":
                    functions.Add(expression["function_name"]!.GetValue<string>());
                    break;
            }
        }

        return functions.Count == 0 ? null : FunctionComplaint(functions, connection, depth);
    }

    /// <summary>All expressions at any depth: the objects with a text under "class".</summary>
    private static IEnumerable<JsonObject> Expressions(JsonNode? node) => node switch
    {
        JsonObject map when map["class"] is JsonValue => map.SelectMany(p => Expressions(p.Value)).Prepend(map),
        JsonObject map => map.SelectMany(p => Expressions(p.Value)),
        JsonArray list => list.SelectMany(Expressions),
        _ => [],
    };

    private static string? FunctionComplaint(IEnumerable<string> functions, Connection connection, int depth)
    {
        using var found = connection.Query(
            "SELECT DISTINCT function_name, function_type, CAST(macro_definition AS VARCHAR) FROM duckdb_functions() "
            + $"WHERE lower(function_name) IN ({string.Join(", ", functions.Select(f => SqlText.Literal(f.ToLowerInvariant())))}) "
            + "AND function_type IN ('aggregate', 'macro') ORDER BY ALL");
        for (var row = 0; row < found.Length; row++)
        {
            var name = found.Columns[0].GetString(row);
            if (found.Columns[1].GetString(row) == "aggregate")
            {
                return $"aggregates rows with {name}";
            }

            var body = depth < DeepestMacro ? SqlTree.Parse($"SELECT {found.Columns[2].GetString(row)}", connection) : null;
            if (body is null || Complaint(body, connection, depth + 1) is not null)
            {
                return $"calls the macro {name}, which may look at more than one row";
            }
        }

        return null;
    }
}
