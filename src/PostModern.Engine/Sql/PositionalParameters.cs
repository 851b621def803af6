using System.Globalization;

namespace PostModern.Engine.Sql;

/// <summary>Numbers the <c>?</c> of a statement, so that parts of it can be rearranged and still mean the same parameters.</summary>
internal static class PositionalParameters
{
    public static string Rewrite(string sql)
    {
        var edits = new List<Edit>();
        foreach (var token in Lexer.Tokenize(sql))
        {
            if (token is { Kind: TokenKind.Parameter, Text: "?" })
            {
                edits.Add(new Edit(token.Start, token.End, "$" + (edits.Count + 1).ToString(CultureInfo.InvariantCulture)));
            }
        }

        return SqlText.Apply(sql, edits);
    }
}
