using PostModern.Data.Transport;

namespace PostModern.Data;

/// <summary>Finds the table of a query that reads one only.</summary>
internal static class SimpleSelect
{
    private static readonly string[] s_ends = ["WHERE", "ORDER", "LIMIT", "OFFSET", ";"];
    private static readonly string[] s_combining = ["JOIN", "UNION", "INTERSECT", "EXCEPT", "GROUP", "DISTINCT"];

    /// <exception cref="InvalidOperationException">It reads something else than one table by its name.</exception>
    public static QualifiedName TableOf(string sql)
    {
        var words = Words(sql);
        var table = words.FindIndex(word => Is(word, "FROM")) + 1;
        var isOne = table > 0 && table < words.Count
            && (SqlScanner.IsNameStart(words[table][0]) || words[table][0] == '"')
            && (table + 1 == words.Count || s_ends.Any(end => Is(words[table + 1], end)))
            && !words.Exists(word => s_combining.Any(combining => Is(word, combining)));
        return isOne
            ? QualifiedName.Parse(words[table])
            : throw new InvalidOperationException(
                "The adapter's query doesn't simply read one table (SELECT … FROM table [WHERE …]), so the builder can't tell which one to write; set TableName.");
    }

    private static bool Is(string word, string keyword) => string.Equals(word, keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>What stands outside of parentheses: names whole, with their dots and quotes, and every other sign by itself.</summary>
    private static List<string> Words(string sql)
    {
        var (words, depth, start) = (new List<string>(), 0, -1);
        for (var at = 0; at < sql.Length;)
        {
            var end = SqlScanner.Skip(sql, at);
            var isName = SqlScanner.IsNamePart(sql[at]) || sql[at] is '.' or '"';
            start = !isName ? -1 : start < 0 ? at : start;
            if (sql[at] == '(' && depth++ == 0)
            {
                words.Add("(");
            }
            else if (sql[at] == ')')
            {
                depth--;
            }
            else if (depth == 0 && isName && start < at)
            {
                words[^1] = sql[start..end];
            }
            else if (depth == 0 && !char.IsWhiteSpace(sql[at]) && !SqlScanner.IsComment(sql, at))
            {
                words.Add(sql[at..end]);
            }

            at = end;
        }

        return words;
    }
}
