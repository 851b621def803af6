namespace PostModern.Data.Transport;

/// <summary>Finds where SQL is code: steps over literals, comments and quoted names.</summary>
/// <remarks>Lexical rules: DuckDB's, which are PostgreSQL's (E'' escapes, $tag$ quotes, nested comments).</remarks>
internal static class SqlScanner
{
    /// <summary>The position after the token that starts at <paramref name="at"/>, which is one character for everything plain.</summary>
    public static int Skip(ReadOnlySpan<char> sql, int at) => sql[at] switch
    {
        '\'' => Quoted(sql, at, '\'', escapes: IsEscapeString(sql, at)),
        '"' => Quoted(sql, at, '"', escapes: false),
        '-' when Follows(sql, at, '-') => LineComment(sql, at),
        '/' when Follows(sql, at, '*') => BlockComment(sql, at),
        '$' when TryDollarTag(sql, at, out var tag) => DollarQuoted(sql, at, tag),
        _ => at + 1,
    };

    public static bool IsComment(ReadOnlySpan<char> sql, int at) =>
        (sql[at] == '-' && Follows(sql, at, '-')) || (sql[at] == '/' && Follows(sql, at, '*'));

    public static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    public static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>The position after the name that starts at <paramref name="at"/>.</summary>
    public static int SkipName(ReadOnlySpan<char> sql, int at)
    {
        while (at < sql.Length && IsNamePart(sql[at]))
        {
            at++;
        }

        return at;
    }

    private static bool Follows(ReadOnlySpan<char> sql, int at, char next) => at + 1 < sql.Length && sql[at + 1] == next;

    // E'...' knows backslashes; the E must not be the end of a longer name.
    private static bool IsEscapeString(ReadOnlySpan<char> sql, int at) =>
        at > 0 && (sql[at - 1] is 'E' or 'e') && (at == 1 || !IsNamePart(sql[at - 2]));

    private static int Quoted(ReadOnlySpan<char> sql, int at, char quote, bool escapes)
    {
        for (at++; at < sql.Length; at++)
        {
            if (escapes && sql[at] == '\\')
            {
                at++;
            }
            else if (sql[at] == quote)
            {
                if (!Follows(sql, at, quote))
                {
                    return at + 1;
                }

                at++;
            }
        }

        return sql.Length;
    }

    private static int LineComment(ReadOnlySpan<char> sql, int at)
    {
        var end = sql[at..].IndexOfAny('\n', '\r');
        return end < 0 ? sql.Length : at + end + 1;
    }

    private static int BlockComment(ReadOnlySpan<char> sql, int at)
    {
        var depth = 0;
        while (at < sql.Length)
        {
            if (sql[at] == '/' && Follows(sql, at, '*'))
            {
                depth++;
                at += 2;
            }
            else if (sql[at] == '*' && Follows(sql, at, '/'))
            {
                at += 2;
                if (--depth == 0)
                {
                    return at;
                }
            }
            else
            {
                at++;
            }
        }

        return sql.Length;
    }

    private static bool TryDollarTag(ReadOnlySpan<char> sql, int at, out ReadOnlySpan<char> tag)
    {
        tag = default;
        if (at > 0 && IsNamePart(sql[at - 1]))
        {
            return false;
        }

        var end = at + 1;
        if (end < sql.Length && IsNameStart(sql[end]))
        {
            end = SkipName(sql, end);
        }

        if (end >= sql.Length || sql[end] != '$')
        {
            return false;
        }

        tag = sql[at..(end + 1)];
        return true;
    }

    private static int DollarQuoted(ReadOnlySpan<char> sql, int at, ReadOnlySpan<char> tag)
    {
        var body = at + tag.Length;
        var end = sql[body..].IndexOf(tag);
        return end < 0 ? sql.Length : body + end + tag.Length;
    }
}
