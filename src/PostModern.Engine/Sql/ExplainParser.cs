namespace PostModern.Engine.Sql;

/// <summary>EXPLAIN of statements that change datasets; the others are DuckDB's.</summary>
internal static class ExplainParser
{
    /// <returns>Null for statements that are DuckDB's.</returns>
    public static ExplainStatement? TryParse(TokenReader reader)
    {
        reader.Take();
        var runs = reader.TryTake("ANALYZE");
        _ = reader.Peek().IsSymbol("(") ? reader.TakeBracketed() : "";
        var rest = reader.Rest();
        return ChangeParser.TryParse(new TokenReader(rest, Lexer.Tokenize(rest))) is { } change ? new ExplainStatement(reader.Sql, change, runs) : null;
    }
}
