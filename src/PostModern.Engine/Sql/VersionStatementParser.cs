using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>Tags, RESTORE, CLONE, OPTIMIZE, VACUUM and DESCRIBE HISTORY.</summary>
internal static class VersionStatementParser
{
    private static readonly string[] s_firstWords = ["CREATE", "DROP", "RESTORE", "OPTIMIZE", "VACUUM", "DESC"];

    /// <param name="sql">One statement, from its first token on.</param>
    /// <returns>Null for all other statements.</returns>
    /// <exception cref="ServerException">InvalidInput: it begins like one of these and doesn't go on like it.</exception>
    public static VersionStatement? TryParse(string sql)
    {
        // An INSERT may be long, and is none of these.
        if (!s_firstWords.Any(word => sql.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var reader = new TokenReader(sql, Lexer.Tokenize(sql));
        return TryParseCreateTag(reader) ?? TryParseDropTag(reader) ?? TryParseRestore(reader) ?? TryParseClone(reader)
            ?? TryParseOptimize(reader) ?? TryParseVacuum(reader) ?? TryParseHistory(reader);
    }

    private static VersionStatement? TryParseCreateTag(TokenReader reader)
    {
        var orReplace = reader.At("CREATE", "OR", "REPLACE", "TAG");
        if (!reader.TryTake("CREATE", "OR", "REPLACE", "TAG") && !reader.TryTake("CREATE", "TAG"))
        {
            return null;
        }

        var tag = TakeTag(reader);
        reader.Expect("ON", "CREATE TAG");
        var table = reader.TakeTableName();
        var version = TimeTravelParser.TryTakeVersion(reader);
        return AtEnd(reader, new CreateTagStatement(reader.Sql, table, tag, orReplace, TakeComment(reader)) { Version = version });
    }

    private static VersionStatement? TryParseDropTag(TokenReader reader)
    {
        if (!reader.TryTake("DROP", "TAG"))
        {
            return null;
        }

        var ifExists = reader.TryTake("IF", "EXISTS");
        var tag = TakeTag(reader);
        reader.Expect("ON", "DROP TAG");
        return AtEnd(reader, new DropTagStatement(reader.Sql, reader.TakeTableName(), tag, ifExists));
    }

    private static VersionStatement? TryParseRestore(TokenReader reader)
    {
        if (!reader.TryTake("RESTORE"))
        {
            return null;
        }

        _ = reader.TryTake("TABLE") || reader.TryTake("DATASET");
        var table = reader.TakeTableName();
        reader.Expect("TO", "RESTORE");
        if (!reader.At("VERSION") && !reader.At("TIMESTAMP") && !reader.At("TAG"))
        {
            throw reader.Unexpected("VERSION, TIMESTAMP or TAG in RESTORE … TO");
        }

        var kind = reader.Take().Text;
        _ = reader.TryTake("AS", "OF");
        var version = reader.AtEnd ? throw reader.Unexpected($"a value after {kind}") : TimeTravelParser.TakeValue(reader, kind);
        return AtEnd(reader, new RestoreStatement(reader.Sql, table) { Version = version });
    }

    private static VersionStatement? TryParseClone(TokenReader reader)
    {
        var start = reader.Position;
        if (!reader.TryTake("CREATE"))
        {
            return null;
        }

        var orReplace = reader.TryTake("OR", "REPLACE");
        var isTable = reader.TryTake("TABLE") || reader.TryTake("DATASET");
        var ifNotExists = reader.TryTake("IF", "NOT", "EXISTS");
        if (isTable && reader.TryTakeTableName() is { } target)
        {
            var isShallow = reader.TryTake("SHALLOW");
            _ = reader.TryTake("DEEP");
            if (reader.TryTake("CLONE"))
            {
                var source = reader.TakeTableName();
                var version = TimeTravelParser.TryTakeVersion(reader);
                return AtEnd(reader, new CloneStatement(reader.Sql, source, target, orReplace, ifNotExists, isShallow) { Version = version });
            }
        }

        reader.Position = start;
        return null;
    }

    private static VersionStatement? TryParseOptimize(TokenReader reader)
    {
        if (!reader.TryTake("OPTIMIZE"))
        {
            return null;
        }

        _ = reader.TryTake("TABLE");
        var table = reader.TakeTableName();
        if (reader.At("WHERE") || reader.At("ZORDER"))
        {
            throw new ServerException(
                ErrorCode.Unsupported,
                reader.At("WHERE")
                    ? "OPTIMIZE takes no WHERE; it rewrites what is small, and nothing when nothing is."
                    : "ZORDER BY is not supported. Use OPTIMIZE … ORDER BY with the columns that queries filter by, the most used first.");
        }

        if (!reader.TryTake("ORDER", "BY"))
        {
            return AtEnd(reader, new OptimizeStatement(reader.Sql, table, null));
        }

        return new OptimizeStatement(reader.Sql, table, reader.AtEnd ? throw reader.Unexpected("columns after ORDER BY") : reader.Rest());
    }

    /// <summary>DuckDB has a VACUUM too: what isn't about one dataset is left to it.</summary>
    private static VersionStatement? TryParseVacuum(TokenReader reader)
    {
        var start = reader.Position;
        if (!reader.TryTake("VACUUM"))
        {
            return null;
        }

        if (reader.TryTakeTableName() is not { } table || (reader.Peek().IsName && !reader.At("RETAIN") && !reader.At("DRY")))
        {
            reader.Position = start;
            return null;
        }

        var hours = reader.TryTake("RETAIN") ? TakeHours(reader) : (double?)null;
        var isDryRun = reader.TryTake("DRY", "RUN");
        return AtEnd(reader, new VacuumStatement(reader.Sql, table, hours, isDryRun));
    }

    private static VersionStatement? TryParseHistory(TokenReader reader)
    {
        var isHistory = (reader.At("DESCRIBE", "HISTORY") || reader.At("DESC", "HISTORY")) && reader.Peek(2).IsName;
        if (!isHistory)
        {
            return null;
        }

        reader.Position += 2;
        var table = reader.TakeTableName();
        var limit = reader.TryTake("LIMIT") ? reader.AtEnd ? throw reader.Unexpected("a number after LIMIT") : reader.Take().Text : null;
        return AtEnd(reader, new HistoryStatement(reader.Sql, table, limit));
    }

    private static double TakeHours(TokenReader reader)
    {
        var number = reader.Take();
        var isNumber = double.TryParse(number.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours);
        if (!isNumber || !(reader.TryTake("HOURS") || reader.TryTake("HOUR")))
        {
            throw new ServerException(ErrorCode.InvalidInput, "Syntax error: expected a number and HOURS after RETAIN, such as RETAIN 240 HOURS.");
        }

        return hours;
    }

    /// <summary>A tag is a name, which CREATE TAG takes with or without quotes of either kind.</summary>
    private static string TakeTag(TokenReader reader)
    {
        var tag = reader.Peek();
        return tag.IsName ? reader.Take().Name
            : TakeText(reader) ?? throw reader.Unexpected("a tag's name");
    }

    private static string? TakeComment(TokenReader reader)
    {
        if (!reader.TryTake("COMMENT"))
        {
            return null;
        }

        _ = reader.TryTakeSymbol("=");
        return TakeText(reader) ?? throw reader.Unexpected("a quoted text after COMMENT");
    }

    private static string? TakeText(TokenReader reader) => reader.Peek() is { Kind: TokenKind.String, Text: ['\'', ..] }
        ? SqlText.ReadLiteral(reader.Take().Text)
        : null;

    private static VersionStatement AtEnd(TokenReader reader, VersionStatement statement) =>
        reader.AtEnd ? statement : throw reader.Unexpected("the end of the statement");
}
