namespace PostModern.Data.Transport;

/// <summary>Tells statements that may leave something behind in their session (options, temporary tables, transactions) from those that don't.</summary>
internal static class SessionTrace
{
    // EXPLAIN isn't here: EXPLAIN ANALYZE runs whatever it explains.
    private static readonly HashSet<string> Traceless = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "WITH", "VALUES", "TABLE", "DESCRIBE", "SHOW", "SUMMARIZE", "INSERT", "UPDATE", "DELETE", "MERGE",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = Traceless.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="sql">One statement.</param>
    public static bool MayBeLeftBy(ReadOnlySpan<char> sql)
    {
        var at = 0;
        while (at < sql.Length && (char.IsWhiteSpace(sql[at]) || sql[at] == '(' || SqlScanner.IsComment(sql, at)))
        {
            at = SqlScanner.Skip(sql, at);
        }

        return !Words.Contains(sql[at..SqlScanner.SkipName(sql, at)]);
    }
}
