namespace PostModern.Engine.Sql;

/// <summary>COPY between tables and files.</summary>
internal static class CopyParser
{
    /// <returns>Null for what is DuckDB's alone, such as COPY FROM DATABASE.</returns>
    public static SqlStatement? TryParse(TokenReader reader)
    {
        reader.Take();
        if (reader.Peek().IsSymbol("("))
        {
            var query = reader.TakeBracketed();
            return reader.TryTake("TO") ? new CopyToStatement(reader.Sql, query, reader.Rest()) : null;
        }

        var start = reader.Peek();
        if (reader.At("FROM") || reader.TryTakeTableName() is not { } table)
        {
            return null;
        }

        // A version of a dataset has been given its alias by now.
        _ = reader.TryTake("AS") && reader.Take().IsName;
        var rows = reader.Sql[start.Start..reader.Peek(-1).End];
        var columns = reader.Peek().IsSymbol("(") ? ExpressionList.SplitNames(reader.TakeBracketed()) : null;
        if (reader.TryTake("FROM"))
        {
            return new CopyFromStatement(reader.Sql, table, columns, reader.Rest());
        }

        var list = columns is null ? "*" : string.Join(", ", columns.Select(SqlText.Name));
        return reader.TryTake("TO") ? new CopyToStatement(reader.Sql, $"SELECT {list} FROM {rows}", reader.Rest()) : null;
    }
}
