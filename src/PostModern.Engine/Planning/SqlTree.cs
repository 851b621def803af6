using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostModern.DuckDb;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>Queries as DuckDB's own parser sees them, and back to text.</summary>
internal static class SqlTree
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A copy without what the parser knows of positions.</summary>
    /// <returns>Null when the text is no query.</returns>
    public static JsonObject? Parse(string query, Connection connection)
    {
        using var result = DuckDbErrors.Translate(() => connection.Query($"SELECT json_serialize_sql({SqlText.Literal(query)})"));
        var tree = JsonNode.Parse(result.Columns[0].GetString(0)!)!.AsObject();
        return tree["error"]!.GetValue<bool>() ? null : tree;
    }

    /// <summary>The node of a tree's only statement.</summary>
    public static JsonObject NodeOf(JsonObject tree) => tree["statements"]![0]!["node"]!.AsObject();

    public static string ToSql(JsonObject tree, Connection connection)
    {
        using var result = DuckDbErrors.Translate(
            () => connection.Query($"SELECT json_deserialize_sql({SqlText.Literal(tree.ToJsonString(s_plain))}::JSON)"));
        return result.Columns[0].GetString(0)!;
    }
}
