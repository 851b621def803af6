using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>The query of a view that a user made, so that it can be read in the past like any other.</summary>
/// <param name="Schema">Where the view is, and its query looks for names without a schema first.</param>
/// <param name="Query">The query, with the view's own column names.</param>
internal sealed record ViewDefinition(string Schema, string Query)
{
    /// <returns>Null when there is no such view.</returns>
    public static ViewDefinition? Find(TableName view, Connection connection, StatementScope scope)
    {
        var schema = scope.SchemaOf(view);
        using var found = DuckDbErrors.Translate(() => connection.Query(
            $"SELECT schema_name, sql FROM duckdb_views() WHERE NOT internal AND view_name = {SqlText.Literal(view.Name)} COLLATE NOCASE "
            + $"AND (schema_name = {SqlText.Literal(schema)} COLLATE NOCASE OR temporary) AND schema_name NOT IN ('pm', '{SnapshotViews.SchemaName}') "
            + "ORDER BY temporary DESC LIMIT 1"));
        return found.Length == 0 ? null : new ViewDefinition(found.Columns[0].GetString(0)!, Parse(found.Columns[1].GetString(0)!));
    }

    private static string Parse(string sql)
    {
        var text = SqlScript.Split(sql)[0].Text;
        var reader = new TokenReader(text, Lexer.Tokenize(text));
        while (!reader.TryTake("VIEW"))
        {
            reader.Take();
        }

        reader.TakeTableName();
        var columns = reader.Peek().IsSymbol("(") ? reader.TakeBracketed() : null;
        reader.Expect("AS", "CREATE VIEW");
        return columns is null ? reader.Rest() : $"SELECT * FROM ({reader.Rest()}) AS _({columns})";
    }
}
