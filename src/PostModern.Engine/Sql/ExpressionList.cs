namespace PostModern.Engine.Sql;

/// <summary>Lists between brackets.</summary>
internal static class ExpressionList
{
    /// <summary>Cuts a list at its commas; those inside brackets don't count.</summary>
    public static IReadOnlyList<string> Split(string list)
    {
        var reader = new TokenReader(list, Lexer.Tokenize(list));
        var parts = new List<string>();
        do
        {
            parts.Add(reader.TakeUntil(",") is { Length: > 0 } part ? part : throw reader.Unexpected("an expression"));
        }
        while (reader.TryTakeSymbol(","));
        return parts;
    }

    /// <summary>The values of a list; DEFAULT is NULL, as datasets know no other.</summary>
    public static IReadOnlyList<string> SplitValues(string list) => [.. Split(list).Select(OrNull)];

    /// <summary>Cuts a list of column names.</summary>
    public static IReadOnlyList<string> SplitNames(string list)
    {
        var reader = new TokenReader(list, Lexer.Tokenize(list));
        var names = new List<string>();
        do
        {
            names.Add(reader.Peek().IsName ? reader.Take().Name : throw reader.Unexpected("a column name"));
        }
        while (reader.TryTakeSymbol(","));
        return reader.AtEnd ? names : throw reader.Unexpected(", or )");
    }

    /// <summary>An expression, or NULL for DEFAULT.</summary>
    public static string OrNull(string expression) => expression.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase) ? "NULL" : expression;
}
