namespace PostModern.Engine.Sql;

/// <summary>One statement of a script.</summary>
/// <param name="Leading">The white space and comments before it.</param>
/// <param name="Text">From its first to its last token, without the semicolon.</param>
public readonly record struct ScriptStatement(string Leading, string Text);

/// <summary>Text with any number of statements.</summary>
public static class SqlScript
{
    /// <summary>Splits a script at its semicolons; those in literals, quoted names and comments don't count. Empty statements vanish.</summary>
    /// <exception cref="Arrow.Errors.ServerException">InvalidInput: a literal, quoted name or comment without an end.</exception>
    public static IReadOnlyList<ScriptStatement> Split(string script)
    {
        var statements = new List<ScriptStatement>();
        var tokens = Lexer.Tokenize(script);
        var end = 0;
        for (var (i, first) = (0, 0); i <= tokens.Count; i++)
        {
            if (i < tokens.Count && !tokens[i].IsSymbol(";"))
            {
                continue;
            }

            if (i > first)
            {
                statements.Add(new ScriptStatement(script[end..tokens[first].Start], script[tokens[first].Start..tokens[i - 1].End]));
            }

            end = i < tokens.Count ? tokens[i].End : end;
            first = i + 1;
        }

        return statements;
    }
}
