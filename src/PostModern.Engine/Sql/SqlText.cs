using System.Text;

namespace PostModern.Engine.Sql;

/// <summary>Quoting, and replacing stretches of text.</summary>
internal static class SqlText
{
    /// <summary>A "quoted name" for DuckDB.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A 'string literal' for DuckDB.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The text of a token such as <c>'it''s'</c>; null for other forms of texts.</summary>
    public static string? ReadLiteral(string token) => token is ['\'', .., '\''] ? token[1..^1].Replace("''", "'", StringComparison.Ordinal) : null;

    /// <summary>Applies non-overlapping edits, given in ascending order.</summary>
    public static string Apply(string sql, IReadOnlyList<Edit> edits)
    {
        if (edits.Count == 0)
        {
            return sql;
        }

        var text = new StringBuilder(sql.Length + 64);
        var at = 0;
        foreach (var edit in edits)
        {
            text.Append(sql, at, edit.Start - at).Append(edit.Text);
            at = edit.End;
        }

        return text.Append(sql, at, sql.Length - at).ToString();
    }
}
