using PostModern.Arrow.Arrays;
using PostModern.Server.Sessions;

namespace PostModern.Server.Flight.Commands;

/// <summary>Asks the engine about its catalog, in SQL, and filters as Flight SQL's metadata commands do.</summary>
internal static class CatalogQuery
{
    /// <summary>Runs a small query.</summary>
    /// <returns>All rows, each as long as the select list.</returns>
    public static async Task<List<object?[]>> ReadAsync(CallContext context, string sql)
    {
        await using var statement = await context.Session.Engine.PrepareAsync(sql, context.Cancelled);
        await using var result = await statement.ExecuteAsync(null, context.Cancelled);
        var rows = new List<object?[]>();
        await foreach (var batch in result.ReadBatchesAsync())
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    rows.Add([.. batch.Columns.Select(column => ColumnValue.Get(column, row))]);
                }
            }
        }

        return rows;
    }

    /// <summary>An exact name; null asks for any, the empty one for rows that have none.</summary>
    public static string Named(string column, string? name) => name switch
    {
        null => "true",
        "" => $"{column} IS NULL",
        _ => $"{column} = {Literal(name)}",
    };

    /// <summary>A pattern with % and _, escaped by a backslash; null asks for any.</summary>
    public static string Like(string column, string? pattern) =>
        pattern is null ? "true" : $@"{column} LIKE {Literal(pattern)} ESCAPE '\'";

    /// <summary>One of several; none asks for any.</summary>
    public static string OneOf(string column, IReadOnlyCollection<string> values) =>
        values.Count == 0 ? "true" : $"{column} IN ({string.Join(", ", values.Select(Literal))})";

    public static string Literal(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
