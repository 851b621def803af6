using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>EXPLAIN of statements that change datasets, and EXPLAIN INFERENCE; the others are DuckDB's.</summary>
internal static class ExplainParser
{
    private static readonly string[] s_queries = ["SELECT", "WITH", "FROM", "VALUES", "TABLE"];

    /// <returns>Null for statements that are DuckDB's.</returns>
    /// <exception cref="ServerException">Unsupported: EXPLAIN INFERENCE of what is no query.</exception>
    public static SqlStatement? TryParse(TokenReader reader)
    {
        reader.Take();
        if (reader.TryTake("INFERENCE"))
        {
            return new ExplainInferenceStatement(reader.Sql, QueryIn(reader.Rest()));
        }

        var runs = reader.TryTake("ANALYZE");
        _ = reader.Peek().IsSymbol("(") ? reader.TakeBracketed() : "";
        var rest = reader.Rest();
        return ChangeParser.TryParse(new TokenReader(rest, Lexer.Tokenize(rest))) is { } change ? new ExplainStatement(reader.Sql, change, runs) : null;
    }

    private static string QueryIn(string statement) => StatementParser.Parse(statement) switch
    {
        CreateTableStatement { Query: { } query } => query,
        InsertStatement { Rows: { } query } => query,
        CopyToStatement copy => copy.Query,
        DuckDbStatement when Lexer.Tokenize(statement) is [var first, ..] && (first.IsSymbol("(") || Array.Exists(s_queries, first.Is)) => statement,
        _ => throw new ServerException(
            ErrorCode.Unsupported, "EXPLAIN INFERENCE tells what a query would ask of models. Put it before a SELECT, CREATE TABLE … AS, INSERT or COPY … TO."),
    };
}
