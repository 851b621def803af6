using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>ALTER TABLE and COMMENT ON, in the words of DuckDB, PostgreSQL and Spark.</summary>
internal static class AlterParser
{
    private static readonly Dictionary<string, string> s_refusedColumnWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DEFAULT"] = "DEFAULT isn't supported: make the column without, then fill it with UPDATE, or name its value in each INSERT.",
        ["NOT"] = "NOT NULL isn't supported: the rows that are there have no value in a new column.",
        ["CHECK"] = "CHECK isn't supported: datasets have no constraints.",
        ["UNIQUE"] = "UNIQUE isn't supported: datasets have no keys.",
        ["PRIMARY"] = "PRIMARY KEY isn't supported: datasets have no keys.",
        ["FOREIGN"] = "FOREIGN KEY isn't supported: datasets have no keys.",
        ["REFERENCES"] = "REFERENCES isn't supported: datasets have no keys.",
        ["GENERATED"] = "GENERATED isn't supported: make the column by a query, with CREATE OR REPLACE TABLE … AS SELECT.",
        ["USING"] = "USING isn't supported: a type only gets wider. Write the rows anew with CREATE OR REPLACE TABLE … AS SELECT.",
        ["FIRST"] = "FIRST isn't supported: new columns come last.",
        ["AFTER"] = "AFTER isn't supported: new columns come last.",
    };

    /// <summary>Why a word behind a column's name or type is refused; null when it isn't one of those words.</summary>
    public static string? RefusalOf(string word) => s_refusedColumnWords.GetValueOrDefault(word);

    /// <returns>Null for other statements.</returns>
    /// <exception cref="ServerException">InvalidInput, or Unsupported for what can't be altered.</exception>
    public static AlterTableStatement? TryParse(TokenReader reader)
    {
        if (reader.At("COMMENT", "ON"))
        {
            return TryParseComment(reader);
        }

        if (!reader.TryTake("ALTER", "TABLE") && !reader.TryTake("ALTER", "DATASET"))
        {
            return null;
        }

        _ = reader.TryTake("IF", "EXISTS");
        var table = reader.TakeTableName();
        var change = ParseChange(reader);
        return reader.AtEnd ? new AlterTableStatement(reader.Sql, table, change) : throw reader.Unexpected("the end of ALTER TABLE");
    }

    private static AlterTableStatement? TryParseComment(TokenReader reader)
    {
        var start = reader.Position;
        reader.Position += 2;
        var isColumn = reader.TryTake("COLUMN");
        if (!isColumn && !reader.TryTake("TABLE") && !reader.TryTake("DATASET"))
        {
            reader.Position = start;
            return null;
        }

        var name = reader.TakeTableName();
        string? column = null;
        if (isColumn)
        {
            (name, column) = TakeColumn(reader, name);
        }

        reader.Expect("IS", "COMMENT ON");
        var comment = TakeComment(reader);
        return reader.AtEnd
            ? new AlterTableStatement(reader.Sql, name, new TableChange.SetComment(column, comment))
            : throw reader.Unexpected("the end of COMMENT ON");
    }

    /// <summary>A column's name is the last part of up to four.</summary>
    private static (TableName Table, string Column) TakeColumn(TokenReader reader, TableName name)
    {
        if (reader.TryTakeSymbol("."))
        {
            return (name, TakeName(reader, "a column name"));
        }

        return name.Schema is { } table ? (new TableName(null, name.Catalog, table), name.Name) : throw reader.Unexpected(". and a column name");
    }

    private static TableChange ParseChange(TokenReader reader)
    {
        if (reader.TryTake("ADD"))
        {
            return ParseAdd(reader);
        }

        if (reader.TryTake("RENAME"))
        {
            return ParseRename(reader);
        }

        if (reader.TryTake("DROP"))
        {
            _ = reader.TryTake("COLUMN");
            var ifExists = reader.TryTake("IF", "EXISTS");
            return new TableChange.DropColumn(TakeName(reader, "a column name"), ifExists);
        }

        if (reader.TryTake("ALTER") || reader.TryTake("CHANGE"))
        {
            _ = reader.TryTake("COLUMN");
            return ParseColumn(reader, TakeName(reader, "a column name"));
        }

        return ParseSet(reader);
    }

    private static TableChange.AddColumns ParseAdd(TokenReader reader)
    {
        if (reader.TryTake("COLUMNS"))
        {
            var columns = reader.TakeBracketed();
            return new TableChange.AddColumns(columns, IfNotExists: false);
        }

        _ = reader.TryTake("COLUMN");
        var ifNotExists = reader.TryTake("IF", "NOT", "EXISTS");
        var name = TakeName(reader, "a column name");
        return new TableChange.AddColumns($"{SqlText.Name(name)} {TakeType(reader)}", ifNotExists);
    }

    private static TableChange ParseRename(TokenReader reader)
    {
        if (reader.TryTake("TO"))
        {
            return new TableChange.Rename(TakeName(reader, "the dataset's new name"));
        }

        _ = reader.TryTake("COLUMN");
        var column = TakeName(reader, "a column name");
        reader.Expect("TO", "RENAME COLUMN");
        return new TableChange.RenameColumn(column, TakeName(reader, "the column's new name"));
    }

    private static TableChange ParseColumn(TokenReader reader, string column)
    {
        if (reader.TryTake("SET", "NOT", "NULL"))
        {
            throw new ServerException(ErrorCode.Unsupported, "SET NOT NULL isn't supported: the rows that are there aren't checked. Make a table whose columns are NOT NULL, and INSERT the rows into it.");
        }

        if (reader.TryTake("DROP", "NOT", "NULL"))
        {
            return new TableChange.DropNotNull(column);
        }

        if (reader.At("SET", "DEFAULT") || reader.At("DROP", "DEFAULT"))
        {
            throw new ServerException(ErrorCode.Unsupported, "DEFAULT isn't supported: columns that an INSERT doesn't name are NULL.");
        }

        if (reader.TryTake("COMMENT") || reader.TryTake("SET", "COMMENT"))
        {
            return new TableChange.SetComment(column, TakeComment(reader));
        }

        _ = reader.TryTake("SET", "DATA");
        reader.Expect("TYPE", "ALTER COLUMN");
        return new TableChange.SetType(column, TakeType(reader));
    }

    private static TableChange ParseSet(TokenReader reader)
    {
        if (reader.TryTake("SET", "COMMENT"))
        {
            _ = reader.TryTakeSymbol("=");
            return new TableChange.SetComment(null, TakeComment(reader));
        }

        if (reader.TryTake("SET", "TBLPROPERTIES"))
        {
            return new TableChange.SetProperties(ParseProperties(reader, withValues: true));
        }

        if (reader.TryTake("UNSET", "TBLPROPERTIES"))
        {
            _ = reader.TryTake("IF", "EXISTS");
            return new TableChange.UnsetProperties([.. ParseProperties(reader, withValues: false).Select(p => p.Key)]);
        }

        throw reader.Unexpected("ADD COLUMN, RENAME COLUMN, DROP COLUMN, ALTER COLUMN, RENAME TO, SET COMMENT or SET TBLPROPERTIES");
    }

    private static List<KeyValuePair<string, string>> ParseProperties(TokenReader reader, bool withValues)
    {
        var list = reader.TakeBracketed();
        var inner = new TokenReader(list, Lexer.Tokenize(list));
        var properties = new List<KeyValuePair<string, string>>();
        do
        {
            var key = TakeString(inner, "a property's name");
            if (withValues && !inner.TryTakeSymbol("="))
            {
                throw inner.Unexpected("= and a value");
            }

            properties.Add(KeyValuePair.Create(key, withValues ? TakeString(inner, "a property's value") : ""));
        }
        while (inner.TryTakeSymbol(","));
        return inner.AtEnd ? properties : throw inner.Unexpected(", or )");
    }

    /// <summary>A text, or what other engines let stand without quotes: a number, a truth, a dotted name.</summary>
    private static string TakeString(TokenReader reader, string wanted)
    {
        if (SqlText.ReadLiteral(reader.Peek().Text) is { } literal)
        {
            reader.Take();
            return literal;
        }

        var text = reader.TakeUntil(",", "=");
        return text.Length > 0 ? text : throw reader.Unexpected(wanted);
    }

    private static string TakeComment(TokenReader reader) =>
        reader.Peek().Kind == TokenKind.String || reader.At("NULL") ? reader.Take().Text : throw reader.Unexpected("a text or NULL");

    private static string TakeType(TokenReader reader)
    {
        var type = reader.TakeUntil([.. s_refusedColumnWords.Keys]);
        if (reader.AtEnd && type.Length > 0)
        {
            return type;
        }

        throw RefusalOf(reader.Peek().Text) is { } reason
            ? new ServerException(ErrorCode.Unsupported, reason)
            : reader.Unexpected("a type");
    }

    private static string TakeName(TokenReader reader, string wanted) => reader.Peek().IsName ? reader.Take().Name : throw reader.Unexpected(wanted);
}
