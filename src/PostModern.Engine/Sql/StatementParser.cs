using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>Recognises the statements that may change datasets, and cuts out of them the queries and expressions that DuckDB evaluates.</summary>
internal static class StatementParser
{
    /// <param name="sql">One statement without its semicolon.</param>
    /// <exception cref="ServerException">InvalidInput: a statement that begins like one of ours and doesn't go on like it.</exception>
    public static SqlStatement Parse(string sql)
    {
        var reader = new TokenReader(sql, Lexer.Tokenize(sql));
        var first = reader.Peek();
        if (ConnectionParser.TryParse(reader) is { } connection)
        {
            return connection;
        }

        if (ModelParser.TryParse(reader) is { } model)
        {
            return model;
        }

        if (first.Is("CREATE"))
        {
            return ParseView(reader) ?? ParseCreateSchema(reader) ?? (SqlStatement?)ParseCreate(reader) ?? new DuckDbStatement(sql);
        }

        if (ChangeParser.TryParse(reader) is { } change)
        {
            return change;
        }

        return first.Kind != TokenKind.Word ? new DuckDbStatement(sql) : first.Text.ToUpperInvariant() switch
        {
            "COPY" => CopyParser.TryParse(reader) ?? new DuckDbStatement(sql),
            "EXPLAIN" => ExplainParser.TryParse(reader) ?? (SqlStatement)new DuckDbStatement(sql),
            "ALTER" or "COMMENT" => AlterParser.TryParse(reader) ?? (SqlStatement?)ParseView(reader) ?? new DuckDbStatement(sql),
            "DROP" => ParseView(reader) ?? ParseDropSchema(reader) ?? (SqlStatement?)ParseDrop(reader) ?? new DuckDbStatement(sql),
            "REFRESH" => RefreshParser.TryParse(reader) ?? (SqlStatement)new DuckDbStatement(sql),
            "VERIFY" => VerifyParser.TryParse(reader) ?? (SqlStatement)new DuckDbStatement(sql),
            _ => TransactionParser.TryParse(reader) ?? (SqlStatement?)SetParser.TryParse(reader) ?? new DuckDbStatement(sql),
        };
    }

    /// <summary>Whether a statement makes, changes or drops a view.</summary>
    public static bool IsView(string sql)
    {
        var reader = new TokenReader(sql, Lexer.Tokenize(sql));
        return (reader.At("CREATE") || reader.At("ALTER") || reader.At("DROP")) && ParseView(reader) is not null;
    }

    private static ViewStatement? ParseView(TokenReader reader)
    {
        var start = reader.Position;
        reader.Take();
        _ = reader.TryTake("OR", "REPLACE");
        _ = reader.TryTake("TEMP") || reader.TryTake("TEMPORARY");
        _ = reader.TryTake("RECURSIVE");
        if (reader.TryTake("VIEW"))
        {
            _ = reader.TryTake("IF", "NOT", "EXISTS") || reader.TryTake("IF", "EXISTS");
            return new ViewStatement(reader.Sql, reader.TakeTableName());
        }

        reader.Position = start;
        return null;
    }

    private static CreateSchemaStatement? ParseCreateSchema(TokenReader reader)
    {
        if (!reader.TryTake("CREATE", "SCHEMA"))
        {
            return null;
        }

        var ifNotExists = reader.TryTake("IF", "NOT", "EXISTS");
        return new CreateSchemaStatement(reader.Sql, TakeSchemaName(reader), ifNotExists);
    }

    private static DropSchemaStatement? ParseDropSchema(TokenReader reader)
    {
        if (!reader.TryTake("DROP", "SCHEMA"))
        {
            return null;
        }

        var ifExists = reader.TryTake("IF", "EXISTS");
        return new DropSchemaStatement(reader.Sql, TakeSchemaName(reader), ifExists);
    }

    /// <summary>A schema's name, which ends the statement; the catalog before it is the only one there is.</summary>
    private static string TakeSchemaName(TokenReader reader)
    {
        var name = reader.TakeTableName().Name;
        return reader.AtEnd ? name : throw reader.Unexpected("the end of the statement");
    }

    private static CreateTableStatement? ParseCreate(TokenReader reader)
    {
        reader.Take();
        var orReplace = reader.TryTake("OR", "REPLACE");
        if (!reader.TryTake("TABLE") && !reader.TryTake("DATASET") && !reader.TryTake("MATERIALIZED", "VIEW"))
        {
            return null;
        }

        var ifNotExists = reader.TryTake("IF", "NOT", "EXISTS");
        var table = reader.TakeTableName();
        var columns = reader.Peek().IsSymbol("(") ? reader.TakeBracketed() : null;
        var partitions = reader.TryTake("PARTITION", "BY") || reader.TryTake("PARTITIONED", "BY") ? ExpressionList.SplitNames(reader.TakeBracketed()) : [];
        if (reader.TryTake("AS"))
        {
            var query = reader.Rest();
            return columns is null
                ? new CreateTableStatement(reader.Sql, table, orReplace, ifNotExists, query, null) { Partitions = partitions }
                : new CreateTableStatement(reader.Sql, table, orReplace, ifNotExists, $"SELECT * FROM ({query}) AS _({columns})", null) { Partitions = partitions };
        }

        return columns is not null && reader.AtEnd
            ? new CreateTableStatement(reader.Sql, table, orReplace, ifNotExists, null, ColumnDefinitions.Parse(columns)) { Partitions = partitions }
            : throw reader.Unexpected("AS and a query, or column definitions, in CREATE TABLE");
    }

    private static DropTableStatement? ParseDrop(TokenReader reader)
    {
        reader.Take();
        if (!reader.TryTake("TABLE") && !reader.TryTake("DATASET") && !reader.TryTake("MATERIALIZED", "VIEW"))
        {
            return null;
        }

        _ = reader.TryTake("IF", "EXISTS");
        var table = reader.TakeTableName();
        _ = reader.TryTake("CASCADE") || reader.TryTake("RESTRICT");
        return reader.AtEnd ? new DropTableStatement(reader.Sql, table) : throw reader.Unexpected("the end of DROP TABLE");
    }
}
