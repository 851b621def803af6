namespace PostModern.Engine.Sql;

/// <summary>INSERT INTO.</summary>
internal static class InsertParser
{
    /// <param name="reader">Behind INSERT.</param>
    public static InsertStatement Parse(TokenReader reader)
    {
        var upsert = reader.TryTake("OR") ? $"INSERT OR {reader.Take().Text.ToUpperInvariant()}" : null;
        reader.Expect("INTO", "INSERT");
        var table = reader.TakeTableName();
        var alias = reader.TryTake("AS") && reader.Peek().IsName ? reader.Take().Name : table.Name;
        var columns = reader.Peek().IsSymbol("(") && !IsQuery(reader.Peek(1)) ? ExpressionList.SplitNames(reader.TakeBracketed()) : null;
        var byName = reader.TryTake("BY", "NAME");
        _ = reader.TryTake("BY", "POSITION");
        var query = TakeQuery(reader);
        if (reader.TryTake("ON", "CONFLICT"))
        {
            reader.TakeUntil("RETURNING");
            upsert = "INSERT … ON CONFLICT";
        }

        return new InsertStatement(reader.Sql, table, alias, columns, byName, query)
        {
            Upsert = upsert,
            Returning = ChangeParser.TakeReturning(reader, "the end of INSERT"),
        };
    }

    private static string? TakeQuery(TokenReader reader)
    {
        if (reader.TryTake("DEFAULT", "VALUES"))
        {
            return null;
        }

        var start = reader.Peek();
        do
        {
            // The ON of a JOIN is not that of ON CONFLICT.
            reader.Position += reader.At("ON") ? 1 : 0;
            reader.TakeUntil("RETURNING", "ON");
        }
        while (reader.At("ON") && !reader.At("ON", "CONFLICT"));
        var query = reader.Position > 0 && reader.Peek(-1).End > start.Start ? reader.Sql[start.Start..reader.Peek(-1).End] : "";
        return query.Length > 0 ? start.Is("VALUES") ? WithoutDefaults(query) : query : throw reader.Unexpected("a query or VALUES in INSERT");
    }

    /// <summary>A DEFAULT that stands for a whole value of VALUES is NULL: datasets know no other.</summary>
    private static string WithoutDefaults(string values)
    {
        var tokens = Lexer.Tokenize(values);
        var edits = new List<Edit>();
        for (var i = 1; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Is("DEFAULT") && (tokens[i - 1].IsSymbol("(") || tokens[i - 1].IsSymbol(",")) && (tokens[i + 1].IsSymbol(",") || tokens[i + 1].IsSymbol(")")))
            {
                edits.Add(new Edit(tokens[i].Start, tokens[i].End, "NULL"));
            }
        }

        return SqlText.Apply(values, edits);
    }

    private static bool IsQuery(Token token) => token.Is("SELECT") || token.Is("WITH") || token.Is("FROM") || token.Is("VALUES") || token.IsSymbol("(");
}
