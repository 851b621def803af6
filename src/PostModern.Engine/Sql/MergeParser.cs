namespace PostModern.Engine.Sql;

/// <summary>MERGE INTO, with the clauses of SQL's standard, DuckDB, PostgreSQL and Delta Lake.</summary>
internal static class MergeParser
{
    /// <param name="reader">Behind MERGE.</param>
    public static MergeStatement Parse(TokenReader reader)
    {
        reader.Expect("INTO", "MERGE");
        var table = reader.TakeTableName();
        var alias = ChangeParser.TakeAlias(reader, table);
        reader.Expect("USING", "MERGE");
        var source = reader.TakeExpression("ON", "USING");
        var sourceAlias = SourceAlias(source);
        var join = TakeJoin(reader);
        var clauses = new List<MergeClause>();
        while (reader.TryTake("WHEN"))
        {
            clauses.Add(MergeClauseParser.Parse(reader));
        }

        var returning = clauses.Count > 0 ? ChangeParser.TakeReturning(reader, "WHEN in MERGE") : throw reader.Unexpected("WHEN in MERGE");
        return new MergeStatement(reader.Sql, table, alias, source, sourceAlias, join, clauses) { Returning = returning };
    }

    private static string TakeJoin(TokenReader reader)
    {
        if (reader.TryTake("USING"))
        {
            return $"USING ({string.Join(", ", ExpressionList.SplitNames(reader.TakeBracketed()).Select(SqlText.Name))})";
        }

        reader.Expect("ON", "MERGE");
        return reader.TakeExpression("WHEN", "RETURNING") is { Length: > 0 } condition ? $"ON ({condition})" : throw reader.Unexpected("a condition after ON");
    }

    /// <summary>The alias of a table, function or query; without one what DuckDB calls it.</summary>
    private static string SourceAlias(string source)
    {
        var reader = new TokenReader(source, Lexer.Tokenize(source));
        var name = "unnamed_subquery";
        if (reader.Peek().IsSymbol("("))
        {
            reader.TakeBracketed();
        }
        else
        {
            name = reader.TakeTableName().Name;
            _ = reader.Peek().IsSymbol("(") ? reader.TakeBracketed() : "";
        }

        if (reader.TryTake("AS") || reader.Peek().IsName)
        {
            name = reader.Peek().IsName ? reader.Take().Name : throw reader.Unexpected("the source's alias in MERGE");
            _ = reader.Peek().IsSymbol("(") ? reader.TakeBracketed() : "";
        }

        return reader.AtEnd ? name : throw reader.Unexpected("ON or USING in MERGE; put a source that is more than a table in brackets");
    }
}
