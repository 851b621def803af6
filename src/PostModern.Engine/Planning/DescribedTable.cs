using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>DESCRIBE, SUMMARIZE and SHOW take a table's name without an alias.</summary>
internal static class DescribedTable
{
    /// <param name="tokens">The statement's.</param>
    /// <param name="at">Where the table's name begins.</param>
    public static bool IsAt(List<Token> tokens, int at) =>
        at > 0 && (tokens[at - 1].Is("DESCRIBE") || tokens[at - 1].Is("DESC") || tokens[at - 1].Is("SUMMARIZE") || tokens[at - 1].Is("SHOW"));

    /// <summary>Describes a query instead of a name.</summary>
    /// <param name="word">The word before the name.</param>
    /// <param name="end">Where the name ends.</param>
    /// <param name="rows">What to read: a name or a query in brackets.</param>
    public static Edit Replace(Token word, int end, string rows) =>
        new(word.Start, end, $"{(word.Is("SUMMARIZE") ? "SUMMARIZE" : "DESCRIBE")} FROM {rows}");
}
