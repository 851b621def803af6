using System.Globalization;

namespace PostModern.Engine.Sql;

/// <summary>Numbers parameters, so that a statement can be taken apart and rearranged and its parts still mean the same parameters.</summary>
internal static class PositionalParameters
{
    /// <summary>Every <c>?</c> becomes <c>$1</c>, <c>$2</c> … in the order of the text.</summary>
    public static string Rewrite(string sql)
    {
        var count = 0;
        return Replace(sql, token => token.Text == "?" ? ++count : null);
    }

    /// <summary>Numbers the parameters of a part from 1, as DuckDB wants them.</summary>
    /// <returns>The part, and the names without $ that its parameters have in the whole statement.</returns>
    public static (string Sql, IReadOnlyList<string> Names) Renumber(string part)
    {
        var names = new List<string>();
        var sql = Replace(part, token =>
        {
            var name = token.Text[1..];
            if (!names.Contains(name))
            {
                names.Add(name);
            }

            return names.IndexOf(name) + 1;
        });
        return (sql, names);
    }

    private static string Replace(string sql, Func<Token, int?> number)
    {
        var edits = new List<Edit>();
        foreach (var token in Lexer.Tokenize(sql).Where(t => t.Kind == TokenKind.Parameter))
        {
            if (number(token) is { } position)
            {
                edits.Add(new Edit(token.Start, token.End, "$" + position.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return SqlText.Apply(sql, edits);
    }
}
