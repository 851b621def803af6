using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>Cuts SQL into tokens, just well enough to know what is a literal, a comment, a name or a symbol.</summary>
/// <remarks>Everything that rewrites statements before DuckDB sees them works on these tokens, so that nothing inside text is ever touched.</remarks>
internal static class Lexer
{
    private static readonly string[] s_longSymbols = ["->>", "=>", ":=", "::", "->", "<=", ">=", "<>", "!=", "==", "||", "**", "//"];

    /// <exception cref="ServerException">InvalidInput: a literal, quoted name or comment without an end.</exception>
    public static List<Token> Tokenize(string sql)
    {
        var tokens = new List<Token>();
        var at = 0;
        while ((at = SkipBlank(sql, at)) < sql.Length)
        {
            var (kind, end) = Next(sql, at);
            tokens.Add(new Token(kind, at, end - at, sql[at..end]));
            at = end;
        }

        return tokens;
    }

    private static (TokenKind Kind, int End) Next(string sql, int at)
    {
        var c = sql[at];
        var next = at + 1 < sql.Length ? sql[at + 1] : '\0';
        return c switch
        {
            '\'' => (TokenKind.String, EndOfQuoted(sql, at, '\'', backslash: false)),
            'e' or 'E' when next == '\'' => (TokenKind.String, EndOfQuoted(sql, at + 1, '\'', backslash: true)),
            'x' or 'X' or 'b' or 'B' when next == '\'' => (TokenKind.String, EndOfQuoted(sql, at + 1, '\'', backslash: false)),
            '"' => (TokenKind.QuotedName, EndOfQuoted(sql, at, '"', backslash: false)),
            '$' when EndOfDollarQuote(sql, at) is { } end => (TokenKind.String, end),
            '$' when IsWordPart(next) => (TokenKind.Parameter, EndOfWord(sql, at + 1)),
            '?' => (TokenKind.Parameter, EndOfDigits(sql, at + 1)),
            _ when char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(next)) => (TokenKind.Number, EndOfNumber(sql, at)),
            _ when IsWordStart(c) => (TokenKind.Word, EndOfWord(sql, at)),
            _ => (TokenKind.Symbol, at + SymbolLength(sql, at)),
        };
    }

    private static int SkipBlank(string sql, int at)
    {
        while (at < sql.Length)
        {
            if (char.IsWhiteSpace(sql[at]) || sql[at] == '\uFEFF')
            {
                at++;
            }
            else if (StartsWith(sql, at, "--"))
            {
                var end = sql.IndexOf('\n', at);
                at = end < 0 ? sql.Length : end + 1;
            }
            else if (StartsWith(sql, at, "/*"))
            {
                at = EndOfComment(sql, at);
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>Block comments nest, as in PostgreSQL and DuckDB.</summary>
    private static int EndOfComment(string sql, int start)
    {
        var depth = 0;
        for (var at = start; at < sql.Length; at++)
        {
            if (StartsWith(sql, at, "/*"))
            {
                depth++;
                at++;
            }
            else if (StartsWith(sql, at, "*/"))
            {
                at++;
                if (--depth == 0)
                {
                    return at + 1;
                }
            }
        }

        throw Unterminated("comment", sql, start);
    }

    private static int EndOfQuoted(string sql, int start, char quote, bool backslash)
    {
        for (var at = start + 1; at < sql.Length; at++)
        {
            if (backslash && sql[at] == '\\')
            {
                at++;
            }
            else if (sql[at] == quote)
            {
                if (at + 1 < sql.Length && sql[at + 1] == quote)
                {
                    at++;
                    continue;
                }

                return at + 1;
            }
        }

        throw Unterminated(quote == '"' ? "quoted name" : "string", sql, start);
    }

    private static int? EndOfDollarQuote(string sql, int start)
    {
        var close = start + 1;
        while (close < sql.Length && IsWordPart(sql[close]) && !(close == start + 1 && char.IsAsciiDigit(sql[close])))
        {
            close++;
        }

        if (close >= sql.Length || sql[close] != '$')
        {
            return null;
        }

        var tag = sql[start..(close + 1)];
        var end = sql.IndexOf(tag, close + 1, StringComparison.Ordinal);
        return end < 0 ? throw Unterminated("string", sql, start) : end + tag.Length;
    }

    private static int EndOfWord(string sql, int at)
    {
        while (at < sql.Length && IsWordPart(sql[at]))
        {
            at++;
        }

        return at;
    }

    private static int EndOfDigits(string sql, int at)
    {
        while (at < sql.Length && char.IsAsciiDigit(sql[at]))
        {
            at++;
        }

        return at;
    }

    private static int EndOfNumber(string sql, int at)
    {
        while (at < sql.Length && (IsWordPart(sql[at]) || sql[at] == '.' || (sql[at] is '+' or '-' && sql[at - 1] is 'e' or 'E')))
        {
            at++;
        }

        return at;
    }

    private static int SymbolLength(string sql, int at)
    {
        foreach (var symbol in s_longSymbols)
        {
            if (StartsWith(sql, at, symbol))
            {
                return symbol.Length;
            }
        }

        return 1;
    }

    private static bool IsWordStart(char c) => c == '_' || char.IsLetter(c) || c > '\u007f';

    private static bool IsWordPart(char c) => IsWordStart(c) || char.IsDigit(c);

    private static bool StartsWith(string sql, int at, string text) => string.CompareOrdinal(sql, at, text, 0, text.Length) == 0;

    private static ServerException Unterminated(string what, string sql, int start)
    {
        var line = sql.AsSpan(0, start).Count('\n') + 1;
        return new ServerException(ErrorCode.InvalidInput, $"The {what} that starts at character {start + 1} (line {line}) has no end.");
    }
}
