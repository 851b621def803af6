using System.Globalization;
using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>Finds references to a dataset's past, in the dialect of every system that has them.</summary>
/// <remarks>
/// <c>x AT (VERSION => n)</c> · <c>x VERSION AS OF n</c> · <c>x AS OF VERSION n</c> · <c>x FOR VERSION AS OF n</c> ·
/// <c>x FOR SYSTEM_TIME AS OF t</c> · <c>x FOR SYSTEM_VERSION AS OF n</c> · <c>x@v3</c>, each with TIMESTAMP and TAG where
/// that makes sense, and an alias before or after. A bare integer is a version, a string after VERSION is a tag.
/// </remarks>
internal static class TimeTravelParser
{
    /// <summary>Words that end a table reference, so that they are never taken for its alias.</summary>
    private static readonly HashSet<string> s_notAnAlias = new(StringComparer.OrdinalIgnoreCase)
    {
        "WHERE", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL", "ASOF", "SEMI", "ANTI", "POSITIONAL", "LATERAL", "ON", "USING",
        "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "UNION", "INTERSECT", "EXCEPT", "WINDOW", "QUALIFY", "SAMPLE", "TABLESAMPLE", "USE",
        "SELECT", "FROM", "SET", "RETURNING", "WHEN", "AS", "AT", "FOR", "FETCH", "PIVOT", "UNPIVOT", "TO", "VALUES", "WITH", "OUTER",
    };

    /// <summary>Words that can't be a dataset's unquoted name, although a version follows them in some other clause.</summary>
    private static readonly HashSet<string> s_notATable = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "JOIN", "WHERE", "AND", "OR", "NOT", "AS", "OF", "BY", "ON", "IN", "IS", "SET", "VALUES", "TABLE", "INTO", "CASE",
        "WHEN", "THEN", "ELSE", "END", "USING", "UPDATE", "DELETE", "COPY", "DESCRIBE", "DESC", "SHOW", "SUMMARIZE", "PIVOT", "UNPIVOT",
    };

    /// <exception cref="ServerException">InvalidInput: a version clause that can't be read.</exception>
    public static IReadOnlyList<TimeTravelReference> Find(string sql)
    {
        var reader = new TokenReader(sql, Lexer.Tokenize(sql));
        var found = new List<TimeTravelReference>();
        while (!reader.AtEnd)
        {
            var start = reader.Position;
            if (TryTakeReference(reader) is { } reference)
            {
                found.Add(reference);
            }
            else
            {
                reader.Position = start + 1;
            }
        }

        return found;
    }

    private static TimeTravelReference? TryTakeReference(TokenReader reader)
    {
        var first = reader.Peek();
        if (!first.IsName || s_notATable.Contains(first.Text) || reader.Peek(-1).IsSymbol(".") || reader.TryTakeTableName() is not { } table)
        {
            return null;
        }

        var afterName = reader.Position;
        var version = TryTakeVersion(reader);
        var alias = TryTakeAlias(reader);
        if (version is null && alias is not null)
        {
            version = TryTakeVersion(reader);
        }

        // `x @ v3` with the alias first does not exist; a plain alias without a version is no business of ours.
        if (version is null)
        {
            reader.Position = afterName;
            return null;
        }

        return new TimeTravelReference(first.Start, reader.Peek(-1).End, table, alias, version.Value);
    }

    /// <summary>The version that follows a dataset's name; null when none does.</summary>
    /// <exception cref="ServerException">InvalidInput: a version clause that can't be read.</exception>
    public static VersionReference? TryTakeVersion(TokenReader reader)
    {
        var start = reader.Position;
        if (TryTakeShort(reader) is { } number)
        {
            return number;
        }

        if (reader.At("AT") && reader.Peek(1).IsSymbol("("))
        {
            return TakeAtClause(reader);
        }

        if (TryTakeKind(reader) is { } kind)
        {
            return TakeValue(reader, kind);
        }

        reader.Position = start;
        return null;
    }

    /// <summary><c>x@v3</c>, without blanks.</summary>
    private static VersionReference? TryTakeShort(TokenReader reader)
    {
        var at = reader.Peek();
        var word = reader.Peek(1);
        if (!at.IsSymbol("@") || reader.Peek(-1).End != at.Start || word.Start != at.End || word.Kind != TokenKind.Word
            || !word.Text.StartsWith('v') || !long.TryParse(word.Text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        reader.Position += 2;
        return VersionReference.OfVersion(number);
    }

    private static VersionReference TakeAtClause(TokenReader reader)
    {
        reader.Take();
        var open = reader.Take();
        var kind = reader.Take();
        if (!reader.TryTakeSymbol("=>") && !reader.TryTakeSymbol(":="))
        {
            throw reader.Unexpected("=> in AT (VERSION => …)");
        }

        var value = reader.TakeUntil(")");
        if (!reader.TryTakeSymbol(")"))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The bracket at character {open.Start + 1} is never closed.");
        }

        return Parse(kind.Text, value);
    }

    /// <summary>The keywords before the value; <c>VERSION</c>, <c>TIMESTAMP</c> or <c>TAG</c>.</summary>
    private static string? TryTakeKind(TokenReader reader)
    {
        ReadOnlySpan<(string Kind, string[] Words)> forms =
        [
            ("VERSION", ["AS", "OF", "VERSION"]), ("TIMESTAMP", ["AS", "OF", "TIMESTAMP"]), ("TAG", ["AS", "OF", "TAG"]),
            ("VERSION", ["VERSION", "AS", "OF"]), ("TIMESTAMP", ["TIMESTAMP", "AS", "OF"]), ("TAG", ["TAG", "AS", "OF"]),
            ("VERSION", ["FOR", "VERSION", "AS", "OF"]), ("VERSION", ["FOR", "SYSTEM_VERSION", "AS", "OF"]),
            ("TIMESTAMP", ["FOR", "TIMESTAMP", "AS", "OF"]), ("TIMESTAMP", ["FOR", "SYSTEM_TIME", "AS", "OF"]), ("TAG", ["FOR", "TAG", "AS", "OF"]),
        ];
        foreach (var (kind, words) in forms)
        {
            // A value must follow: `SELECT 1 AS of, version` is no time travel.
            if (reader.At(words) && IsValueStart(reader.Peek(words.Length)))
            {
                reader.Position += words.Length;
                return kind;
            }
        }

        return null;
    }

    private static bool IsValueStart(Token token) =>
        token.Kind is TokenKind.Number or TokenKind.String or TokenKind.Parameter
        || token.IsSymbol("(") || token.Is("TIMESTAMP") || token.Is("TIMESTAMPTZ") || token.Is("CURRENT_TIMESTAMP") || token.Is("NOW") || token.Is("DATE");

    /// <summary>The value after <c>VERSION AS OF</c> and the like.</summary>
    /// <param name="reader">At the value.</param>
    /// <param name="kind"><c>VERSION</c>, <c>TIMESTAMP</c> or <c>TAG</c>, in any case.</param>
    /// <exception cref="ServerException">InvalidInput: it names no version.</exception>
    public static VersionReference TakeValue(TokenReader reader, string kind)
    {
        var start = reader.Peek();
        if (start.IsSymbol("("))
        {
            return Parse(kind, reader.TakeBracketed());
        }

        reader.Take();
        if (start.Kind == TokenKind.Word)
        {
            // TIMESTAMP '…', DATE '…', now(), CURRENT_TIMESTAMP
            if (reader.Peek().Kind == TokenKind.String)
            {
                reader.Take();
            }
            else if (reader.Peek().IsSymbol("("))
            {
                reader.TakeBracketed();
            }
        }

        return Parse(kind, reader.Sql[start.Start..reader.Peek(-1).End]);
    }

    private static VersionReference Parse(string kind, string value)
    {
        value = value.Trim();
        if (kind.Equals("TIMESTAMP", StringComparison.OrdinalIgnoreCase))
        {
            return VersionReference.OfTimestamp(value);
        }

        var isText = value.StartsWith('\'') && value.EndsWith('\'') && value.Length >= 2;
        var text = isText ? value[1..^1].Replace("''", "'", StringComparison.Ordinal) : value;
        var isTag = kind.Equals("TAG", StringComparison.OrdinalIgnoreCase);
        if ((isTag || kind.Equals("VERSION", StringComparison.OrdinalIgnoreCase)) && Lexer.Tokenize(value) is [{ Kind: TokenKind.Parameter }])
        {
            return VersionReference.OfParameter(value[1..]);
        }

        if (isTag && isText)
        {
            return VersionReference.OfTag(text);
        }

        if (kind.Equals("VERSION", StringComparison.OrdinalIgnoreCase))
        {
            if (isText)
            {
                return VersionReference.OfTag(text);
            }

            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            {
                return VersionReference.OfVersion(version);
            }
        }

        throw new ServerException(
            ErrorCode.InvalidInput,
            $"'{kind} => {value}' names no version. Write VERSION with a whole number, TIMESTAMP with a time, or TAG with a quoted name.");
    }

    /// <summary>The alias and its column list, as written, without AS.</summary>
    private static string? TryTakeAlias(TokenReader reader)
    {
        var start = reader.Position;
        var named = reader.TryTake("AS");
        var alias = reader.Peek();
        if (!alias.IsName || alias.Is("OF") || (alias.Kind == TokenKind.Word && s_notAnAlias.Contains(alias.Text)) || (!named && IsVersionWord(reader)))
        {
            reader.Position = start;
            return null;
        }

        reader.Take();
        if (reader.Peek().IsSymbol("("))
        {
            reader.TakeBracketed();
        }

        return reader.Sql[alias.Start..reader.Peek(-1).End];
    }

    private static bool IsVersionWord(TokenReader reader) =>
        reader.At("VERSION", "AS", "OF") || reader.At("TIMESTAMP", "AS", "OF") || reader.At("TAG", "AS", "OF");
}
