namespace PostModern.Engine.Sql;

/// <summary>Turns <c>f(x, model => 'm', top => 3)</c> into <c>f(x, {'model': 'm', 'top': 3})</c> for model functions.</summary>
/// <remarks>DuckDB has named arguments for table functions and macros only.</remarks>
internal static class FunctionOptions
{
    /// <param name="sql">The statement.</param>
    /// <param name="functions">The functions that take options, in lower case.</param>
    /// <param name="typeOf">The type that a call with such text options has to be cast to; null for no cast.</param>
    public static string Rewrite(string sql, IReadOnlySet<string> functions, Func<string, IReadOnlyDictionary<string, string>, string?> typeOf)
    {
        var tokens = Lexer.Tokenize(sql);
        var edits = new List<Edit>();
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].IsName && tokens[i + 1].IsSymbol("(") && functions.Contains(tokens[i].Name.ToLowerInvariant()))
            {
                AddEdits(tokens, i + 1, edits, options => typeOf(tokens[i].Name.ToLowerInvariant(), options));
            }
        }

        // An inner call's edits lie between those of the call around it.
        edits.Sort((a, b) => a.Start.CompareTo(b.Start));
        return SqlText.Apply(sql, edits);
    }

    private static void AddEdits(List<Token> tokens, int open, List<Edit> edits, Func<IReadOnlyDictionary<string, string>, string?> typeOf)
    {
        var depth = 0;
        var texts = new Dictionary<string, string>();
        var named = false;
        for (var i = open; i < tokens.Count; i++)
        {
            depth += Depth(tokens[i]);
            if (depth == 0)
            {
                if (named)
                {
                    edits.Add(new Edit(tokens[i].Start, tokens[i].Start, "}"));
                    if (typeOf(texts) is { } type)
                    {
                        // Around the call, so that an element can be taken of it: embed(x, model => 'm')[1].
                        edits.Add(new Edit(tokens[open - 1].Start, tokens[open - 1].Start, "CAST("));
                        edits.Add(new Edit(tokens[i].End, tokens[i].End, $" AS {type})"));
                    }
                }

                return;
            }

            if (depth == 1 && i + 2 < tokens.Count && tokens[i + 1].IsName && (tokens[i + 2].IsSymbol("=>") || tokens[i + 2].IsSymbol(":=")))
            {
                var key = SqlText.Literal(tokens[i + 1].Name.ToLowerInvariant()) + ":";
                edits.Add(new Edit(tokens[i + 1].Start, tokens[i + 2].End, named ? key : "{" + key));
                named = true;
                if (i + 3 < tokens.Count && tokens[i + 3] is { Kind: TokenKind.String } text && SqlText.ReadLiteral(text.Text) is { } value)
                {
                    texts[tokens[i + 1].Name.ToLowerInvariant()] = value;
                }

                i += 2;
            }
        }
    }

    private static int Depth(Token token) => token.Kind != TokenKind.Symbol ? 0 : token.Text switch
    {
        "(" or "[" or "{" => 1,
        ")" or "]" or "}" => -1,
        _ => 0,
    };
}
