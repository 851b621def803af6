namespace PostModern.Engine.Sql;

/// <summary>A piece of SQL text; white space and comments lie between tokens.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">First character in the text.</param>
/// <param name="Length">Characters.</param>
/// <param name="Text">As written, quotes included.</param>
internal readonly record struct Token(TokenKind Kind, int Start, int Length, string Text)
{
    public int End => Start + Length;

    public bool IsName => Kind is TokenKind.Word or TokenKind.QuotedName;

    /// <summary>The name that a word or quoted name stands for.</summary>
    public string Name => Kind == TokenKind.QuotedName ? Text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : Text;

    /// <summary>Whether this is the unquoted word <paramref name="keyword"/>, in any case.</summary>
    public bool Is(string keyword) => Kind == TokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
