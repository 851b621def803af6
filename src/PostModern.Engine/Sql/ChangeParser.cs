namespace PostModern.Engine.Sql;

/// <summary>INSERT, UPDATE, DELETE, TRUNCATE and MERGE, also behind a WITH, and the clauses that they share.</summary>
internal static class ChangeParser
{
    /// <returns>Null for other statements, with the reader where it was.</returns>
    public static ChangeStatement? TryParse(TokenReader reader)
    {
        var start = reader.Position;
        var with = TakeWith(reader);
        var change = TryParseVerb(reader);
        if (change is null)
        {
            reader.Position = start;
        }

        return change is null || with.Length == 0 ? change : change with { With = with };
    }

    /// <summary>The alias after a table's name, or the name itself.</summary>
    public static string TakeAlias(TokenReader reader, TableName table)
    {
        var named = reader.TryTake("AS");
        var isAlias = reader.Peek().IsName && (named || !(reader.At("WHERE") || reader.At("SET") || reader.At("USING") || reader.At("RETURNING")));
        return isAlias ? reader.Take().Name : table.Name;
    }

    /// <summary>RETURNING and its list, which end a statement; null when there is none.</summary>
    /// <param name="reader">At the end, or at RETURNING.</param>
    /// <param name="wanted">What else may come here.</param>
    public static string? TakeReturning(TokenReader reader, string wanted)
    {
        if (reader.TryTake("RETURNING"))
        {
            return reader.Rest() is { Length: > 0 } list ? list : throw reader.Unexpected("columns or * in RETURNING");
        }

        return reader.AtEnd ? null : throw reader.Unexpected(wanted);
    }

    /// <summary>SET's assignments, up to one of <paramref name="ends"/>.</summary>
    public static IReadOnlyList<(string Column, string Expression)> TakeAssignments(TokenReader reader, params ReadOnlySpan<string> ends)
    {
        var assignments = new List<(string, string)>();
        do
        {
            if (reader.Peek().IsSymbol("("))
            {
                assignments.AddRange(TakeRow(reader));
                continue;
            }

            var column = reader.TryTakeTableName()?.Name ?? throw reader.Unexpected("a column name in SET");
            ExpectEquals(reader);
            var expression = reader.TakeExpression([",", .. ends]);
            assignments.Add((column, expression.Length > 0 ? ExpressionList.OrNull(expression) : throw reader.Unexpected("an expression in SET")));
        }
        while (reader.TryTakeSymbol(","));
        return assignments;
    }

    /// <summary><c>(a, b) = (1, 2)</c>.</summary>
    private static IEnumerable<(string Column, string Expression)> TakeRow(TokenReader reader)
    {
        var columns = ExpressionList.SplitNames(reader.TakeBracketed());
        ExpectEquals(reader);
        _ = reader.TryTake("ROW");
        var values = ExpressionList.SplitValues(reader.TakeBracketed());
        return columns.Count == values.Count ? columns.Zip(values) : throw reader.Unexpected($"{columns.Count} values for ({string.Join(", ", columns)})");
    }

    private static void ExpectEquals(TokenReader reader)
    {
        if (!reader.TryTakeSymbol("="))
        {
            throw reader.Unexpected("= in SET");
        }
    }

    private static ChangeStatement? TryParseVerb(TokenReader reader) =>
        reader.TryTake("INSERT") ? InsertParser.Parse(reader)
        : reader.TryTake("UPDATE") ? ParseUpdate(reader)
        : reader.TryTake("DELETE") ? ParseDelete(reader)
        : reader.TryTake("TRUNCATE") ? ParseTruncate(reader)
        : reader.TryTake("MERGE") ? MergeParser.Parse(reader)
        : null;

    private static UpdateStatement ParseUpdate(TokenReader reader)
    {
        var table = reader.TakeTableName();
        var alias = TakeAlias(reader, table);
        reader.Expect("SET", "UPDATE");
        var assignments = TakeAssignments(reader, "FROM", "WHERE", "RETURNING");
        var from = TakeTables(reader, "FROM");
        var condition = TakeCondition(reader);
        return new UpdateStatement(reader.Sql, table, alias, assignments, from, condition) { Returning = TakeReturning(reader, "WHERE") };
    }

    private static DeleteStatement ParseDelete(TokenReader reader)
    {
        reader.Expect("FROM", "DELETE");
        var table = reader.TakeTableName();
        var alias = TakeAlias(reader, table);
        var tables = TakeTables(reader, "USING");
        var condition = TakeCondition(reader);
        return new DeleteStatement(reader.Sql, table, alias, tables, condition) { Returning = TakeReturning(reader, "WHERE") };
    }

    private static DeleteStatement ParseTruncate(TokenReader reader)
    {
        _ = reader.TryTake("TABLE");
        var table = reader.TakeTableName();
        return reader.AtEnd ? new DeleteStatement(reader.Sql, table, table.Name, null, null) : throw reader.Unexpected("the end of TRUNCATE");
    }

    private static string? TakeTables(TokenReader reader, string word)
    {
        if (!reader.TryTake(word))
        {
            return null;
        }

        return reader.TakeExpression("WHERE", "RETURNING") is { Length: > 0 } tables ? tables : throw reader.Unexpected($"a table after {word}");
    }

    private static string? TakeCondition(TokenReader reader)
    {
        if (!reader.TryTake("WHERE"))
        {
            return null;
        }

        return reader.TakeExpression("RETURNING") is { Length: > 0 } condition ? condition : throw reader.Unexpected("a condition after WHERE");
    }

    /// <summary>WITH and its common table expressions, with a blank behind; empty when there are none.</summary>
    private static string TakeWith(TokenReader reader)
    {
        var start = reader.Peek();
        if (!reader.TryTake("WITH"))
        {
            return "";
        }

        do
        {
            reader.TakeUntil("AS");
            _ = reader.TryTake("AS");
            _ = reader.TryTake("NOT", "MATERIALIZED") || reader.TryTake("MATERIALIZED");
            if (!reader.Peek().IsSymbol("("))
            {
                // DuckDB says what is wrong with it.
                return "";
            }

            reader.TakeBracketed();
        }
        while (reader.TryTakeSymbol(","));
        return reader.Sql[start.Start..reader.Peek(-1).End] + " ";
    }
}
