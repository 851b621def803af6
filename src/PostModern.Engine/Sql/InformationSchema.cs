namespace PostModern.Engine.Sql;

/// <summary>Leads what statements ask of <c>information_schema</c> and SHOW to our own views, which know datasets as tables and hide what is behind them.</summary>
/// <remarks>DuckDB lets nobody else make a schema of that name. The views are in <c>sql/system</c>.</remarks>
internal static class InformationSchema
{
    private const string SchemaName = "pm_information_schema";

    private static readonly HashSet<string> s_views = new(StringComparer.OrdinalIgnoreCase) { "tables", "columns", "schemata", "views" };

    public static string Rewrite(string sql)
    {
        var tokens = Lexer.Tokenize(sql);
        var edits = new List<Edit>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (At(tokens, i, "SHOW", "DATABASES"))
            {
                edits.Add(new Edit(tokens[i].Start, tokens[i + 1].End, $"FROM {SchemaName}.databases"));
            }
            else if (At(tokens, i, "SHOW", "ALL", "TABLES"))
            {
                edits.Add(new Edit(tokens[i].Start, tokens[i + 2].End, $"FROM {SchemaName}.all_tables"));
            }
            else if (i + 2 < tokens.Count && IsName(tokens[i], "information_schema") && tokens[i + 1].IsSymbol(".") && tokens[i + 2].IsName
                && s_views.Contains(tokens[i + 2].Name))
            {
                var hasCatalog = i > 1 && tokens[i - 1].IsSymbol(".") && tokens[i - 2].IsName;
                edits.Add(new Edit(tokens[hasCatalog ? i - 2 : i].Start, tokens[i].End, SchemaName));
            }
        }

        return SqlText.Apply(sql, edits);
    }

    private static bool At(List<Token> tokens, int start, params ReadOnlySpan<string> words)
    {
        // Within a longer statement the words can be names: only at its begin or in brackets are they a statement.
        if (start + words.Length > tokens.Count || (start > 0 && !tokens[start - 1].IsSymbol("(")))
        {
            return false;
        }

        for (var i = 0; i < words.Length; i++)
        {
            if (!tokens[start + i].Is(words[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsName(Token token, string name) => token.IsName && token.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
