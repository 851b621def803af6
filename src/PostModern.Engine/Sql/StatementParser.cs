using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>Recognises the statements that may change datasets, and cuts out of them the queries and expressions that DuckDB evaluates.</summary>
/// <remarks>A WITH in front of INSERT, UPDATE or DELETE is left to DuckDB, which knows no dataset as a target and says so.</remarks>
internal static class StatementParser
{
    /// <param name="sql">One statement without its semicolon.</param>
    /// <exception cref="ServerException">InvalidInput: a statement that begins like one of ours and doesn't go on like it.</exception>
    public static SqlStatement Parse(string sql)
    {
        var reader = new TokenReader(sql, Lexer.Tokenize(sql));
        var first = reader.Peek();
        if (first.Is("CREATE"))
        {
            return ParseView(reader) ?? ParseCreateSchema(reader) ?? (SqlStatement?)ParseCreate(reader) ?? new DuckDbStatement(sql);
        }

        return first.Kind != TokenKind.Word ? new DuckDbStatement(sql) : first.Text.ToUpperInvariant() switch
        {
            "INSERT" => ParseInsert(reader),
            "DELETE" => ParseDelete(reader),
            "TRUNCATE" => ParseTruncate(reader),
            "UPDATE" => ParseUpdate(reader),
            "ALTER" or "COMMENT" => AlterParser.TryParse(reader) ?? (SqlStatement?)ParseView(reader) ?? new DuckDbStatement(sql),
            "DROP" => ParseView(reader) ?? ParseDropSchema(reader) ?? (SqlStatement?)ParseDrop(reader) ?? new DuckDbStatement(sql),
            _ => TransactionParser.TryParse(reader) ?? (SqlStatement?)SetParser.TryParse(reader) ?? new DuckDbStatement(sql),
        };
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
        var partitions = reader.TryTake("PARTITION", "BY") || reader.TryTake("PARTITIONED", "BY") ? ParseNames(reader.TakeBracketed()) : [];
        if (reader.TryTake("AS"))
        {
            var query = reader.Rest();
            return columns is null
                ? new CreateTableStatement(reader.Sql, table, orReplace, ifNotExists, query, null) { Partitions = partitions }
                : new CreateTableStatement(reader.Sql, table, orReplace, ifNotExists, $"SELECT * FROM ({query}) AS _({columns})", null) { Partitions = partitions };
        }

        return columns is not null && reader.AtEnd
            ? new CreateTableStatement(reader.Sql, table, orReplace, ifNotExists, null, columns) { Partitions = partitions }
            : throw reader.Unexpected("AS and a query, or column definitions, in CREATE TABLE");
    }

    private static InsertStatement ParseInsert(TokenReader reader)
    {
        reader.Take();
        if (reader.At("OR"))
        {
            throw new ServerException(ErrorCode.Unsupported, "Datasets have no keys, so INSERT OR … is not supported. Use INSERT INTO.");
        }

        reader.Expect("INTO", "INSERT");
        var table = reader.TakeTableName();
        var columns = reader.Peek().IsSymbol("(") && !IsQuery(reader.Peek(1)) ? ParseNames(reader.TakeBracketed()) : null;
        var byName = reader.TryTake("BY", "NAME");
        _ = reader.TryTake("BY", "POSITION");
        if (reader.TryTake("DEFAULT", "VALUES"))
        {
            return new InsertStatement(reader.Sql, table, columns, byName, null);
        }

        var query = reader.TakeUntil("RETURNING", "CONFLICT");
        if (reader.AtEnd)
        {
            return new InsertStatement(reader.Sql, table, columns, byName, query.Length > 0 ? query : throw reader.Unexpected("a query or VALUES in INSERT"));
        }

        throw reader.At("RETURNING")
            ? new ServerException(ErrorCode.Unsupported, "RETURNING is not supported for datasets yet. Query the new version afterwards.")
            : new ServerException(ErrorCode.Unsupported, "Datasets have no keys, so ON CONFLICT is not supported.");
    }

    private static DeleteStatement ParseDelete(TokenReader reader)
    {
        reader.Take();
        reader.Expect("FROM", "DELETE");
        var table = reader.TakeTableName();
        var alias = TakeAlias(reader, table);
        RefuseClause(reader, "USING", "DELETE … USING");
        var condition = reader.TryTake("WHERE") ? reader.TakeUntil("RETURNING") : null;
        RefuseClause(reader, "RETURNING", "RETURNING");
        return reader.AtEnd ? new DeleteStatement(reader.Sql, table, alias, condition) : throw reader.Unexpected("WHERE");
    }

    private static DeleteStatement ParseTruncate(TokenReader reader)
    {
        reader.Take();
        _ = reader.TryTake("TABLE");
        var table = reader.TakeTableName();
        return reader.AtEnd ? new DeleteStatement(reader.Sql, table, table.Name, null) : throw reader.Unexpected("the end of TRUNCATE");
    }

    private static UpdateStatement ParseUpdate(TokenReader reader)
    {
        reader.Take();
        var table = reader.TakeTableName();
        var alias = TakeAlias(reader, table);
        reader.Expect("SET", "UPDATE");
        var assignments = new List<(string, string)>();
        do
        {
            var column = reader.Peek().IsName ? reader.Take().Name : throw reader.Unexpected("a column name in UPDATE … SET");
            if (!reader.TryTakeSymbol("="))
            {
                throw reader.Unexpected("= in UPDATE … SET");
            }

            assignments.Add((column, reader.TakeUntil(",", "WHERE", "FROM", "RETURNING")));
        }
        while (reader.TryTakeSymbol(","));
        RefuseClause(reader, "FROM", "UPDATE … FROM");
        var condition = reader.TryTake("WHERE") ? reader.TakeUntil("RETURNING") : null;
        RefuseClause(reader, "RETURNING", "RETURNING");
        return reader.AtEnd ? new UpdateStatement(reader.Sql, table, alias, assignments, condition) : throw reader.Unexpected("WHERE");
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

    private static string TakeAlias(TokenReader reader, TableName table)
    {
        var named = reader.TryTake("AS");
        var isAlias = reader.Peek().IsName && (named || !(reader.At("WHERE") || reader.At("SET") || reader.At("USING") || reader.At("RETURNING")));
        return isAlias ? reader.Take().Name : table.Name;
    }

    private static void RefuseClause(TokenReader reader, string word, string clause)
    {
        if (reader.At(word))
        {
            throw new ServerException(ErrorCode.Unsupported, $"{clause} is not supported for datasets yet. Use a subquery in WHERE instead.");
        }
    }

    private static bool IsQuery(Token token) => token.Is("SELECT") || token.Is("WITH") || token.Is("FROM") || token.Is("VALUES") || token.IsSymbol("(");

    private static List<string> ParseNames(string list)
    {
        var reader = new TokenReader(list, Lexer.Tokenize(list));
        var names = new List<string>();
        do
        {
            names.Add(reader.Peek().IsName ? reader.Take().Name : throw reader.Unexpected("a column name"));
        }
        while (reader.TryTakeSymbol(","));
        return reader.AtEnd ? names : throw reader.Unexpected(", or )");
    }
}
