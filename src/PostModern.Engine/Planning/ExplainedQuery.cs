using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>EXPLAIN [ANALYZE] [(options)] in front of a query.</summary>
internal static class ExplainedQuery
{
    /// <returns>Where the query begins; 0 when nothing is explained.</returns>
    public static int Find(string sql, IReadOnlyList<Token> tokens)
    {
        var reader = new TokenReader(sql, tokens);
        if (!reader.TryTake("EXPLAIN"))
        {
            return 0;
        }

        _ = reader.TryTake("ANALYZE");
        var isOptions = reader.Peek().IsSymbol("(") && (reader.Peek(1).Is("FORMAT") || reader.Peek(1).Is("ANALYZE"));
        if (isOptions)
        {
            reader.TakeBracketed();
        }

        return reader.AtEnd ? 0 : reader.Peek().Start;
    }
}
