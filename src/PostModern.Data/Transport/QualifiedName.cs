using System.Text;

namespace PostModern.Data.Transport;

/// <summary>A table's name as SQL writes it: parts between dots, quoted where they need it.</summary>
/// <param name="Catalog">Null when it isn't said.</param>
/// <param name="Schema">Null when it isn't said.</param>
/// <param name="Name">The table's own.</param>
internal sealed record QualifiedName(string? Catalog, string? Schema, string Name)
{
    private const int MostParts = 3;

    /// <exception cref="FormatException">The text is no name.</exception>
    public static QualifiedName Parse(string text)
    {
        var parts = new List<string>();
        for (var at = 0; at <= text.Length; at++)
        {
            var (part, end) = Part(text, at);
            parts.Add(part);
            at = end;
        }

        return parts.Count <= MostParts && parts.TrueForAll(part => part.Length > 0)
            ? new QualifiedName(parts.Count > 2 ? parts[^3] : null, parts.Count > 1 ? parts[^2] : null, parts[^1])
            : throw NoName(text);
    }

    /// <summary>The same for SQL, whatever characters are in it.</summary>
    public string ToSql() => string.Join('.', new[] { Catalog, Schema, Name }.OfType<string>().Select(SqlText.Name));

    /// <returns>The part that begins at <paramref name="at"/>, and the position of the dot or end after it.</returns>
    private static (string Part, int End) Part(string text, int at)
    {
        if (at < text.Length && text[at] == '"')
        {
            return Quoted(text, at + 1);
        }

        var dot = text.IndexOf('.', at);
        var end = dot < 0 ? text.Length : dot;
        return (text[at..end].Trim(), end);
    }

    private static (string Part, int End) Quoted(string text, int at)
    {
        var part = new StringBuilder();
        for (; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                part.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                part.Append(text[at++]);
            }
            else
            {
                return at + 1 == text.Length || text[at + 1] == '.' ? (part.ToString(), at + 1) : throw NoName(text);
            }
        }

        throw NoName(text);
    }

    private static FormatException NoName(string text) =>
        new($"'{text}' is no table's name; write table, schema.table or catalog.schema.table, with \"double quotes\" around parts that have other characters.");
}
