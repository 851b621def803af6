using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>The queries behind RETURNING: its list over the rows that a statement inserted, updated (as they are now) or deleted (as they were).</summary>
internal static class ReturningSql
{
    private const string ActionName = "merge_action";

    /// <summary>RETURNING of one kind of change.</summary>
    /// <param name="statement">With RETURNING.</param>
    /// <param name="rows">A query with the dataset's columns.</param>
    public static string Select(ChangeStatement statement, string rows) =>
        $"{statement.With}SELECT {statement.Returning} FROM ({rows}) AS {SqlText.Name(statement.Alias)}";

    /// <summary>RETURNING of MERGE, in which <c>merge_action</c> says what became of the row.</summary>
    /// <param name="statement">With RETURNING.</param>
    /// <param name="rows">For each action a query with the dataset's columns.</param>
    public static string Select(ChangeStatement statement, IEnumerable<(string Action, string Query)> rows) =>
        string.Join(" UNION ALL ", rows.Select(r => $"({Select(statement with { Returning = WithAction(statement.Returning!, r.Action) }, r.Query)})"));

    private static string WithAction(string list, string action)
    {
        var tokens = Lexer.Tokenize(list);
        var edits = new List<Edit>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Is(ActionName) && !IsSymbol(tokens, i - 1, ".") && !IsSymbol(tokens, i + 1, "."))
            {
                // PostgreSQL writes it as a function.
                var isCall = IsSymbol(tokens, i + 1, "(") && IsSymbol(tokens, i + 2, ")");
                var last = isCall ? i + 2 : i;
                var isWhole = (i == 0 || IsSymbol(tokens, i - 1, ",")) && (last == tokens.Count - 1 || IsSymbol(tokens, last + 1, ","));
                edits.Add(new Edit(tokens[i].Start, tokens[last].End, isWhole ? $"{SqlText.Literal(action)} AS {ActionName}" : SqlText.Literal(action)));
            }
        }

        return SqlText.Apply(list, edits);
    }

    private static bool IsSymbol(List<Token> tokens, int index, string symbol) => index >= 0 && index < tokens.Count && tokens[index].IsSymbol(symbol);
}
