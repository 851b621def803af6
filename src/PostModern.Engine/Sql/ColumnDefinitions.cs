using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>The columns of CREATE TABLE, apart from what they are constrained to.</summary>
/// <param name="Text">Names and types, for DuckDB to read.</param>
/// <param name="Required">The columns that are NOT NULL, as they were written; those of the key, too.</param>
/// <param name="Key">The columns of PRIMARY KEY.</param>
internal sealed record ColumnDefinitions(string Text, IReadOnlyList<string> Required, IReadOnlyList<string> Key)
{
    private static readonly string[] s_constraints = ["NOT", "NULL", "PRIMARY", "UNIQUE", "CHECK", "DEFAULT", "REFERENCES", "GENERATED", "CONSTRAINT"];

    /// <param name="definitions">What stands between the brackets.</param>
    /// <exception cref="ServerException">InvalidInput: a mistake. Unsupported: a constraint that datasets can't keep.</exception>
    public static ColumnDefinitions Parse(string definitions)
    {
        var (columns, required, key) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var part in ExpressionList.Split(definitions))
        {
            var reader = new TokenReader(part, Lexer.Tokenize(part));
            if (TryTakeTableConstraint(reader) is { } names)
            {
                key.AddRange(names);
                continue;
            }

            var name = reader.Peek().IsName ? reader.Take() : throw reader.Unexpected("a column name");
            columns.Add($"{name.Text} {reader.TakeUntil(s_constraints)}");
            while (!reader.AtEnd)
            {
                TakeColumnConstraint(reader, name.Name, required, key);
            }
        }

        return new ColumnDefinitions(string.Join(", ", columns), [.. required, .. key], key);
    }

    /// <returns>The columns of PRIMARY KEY; null for a column's definition.</returns>
    private static IReadOnlyList<string>? TryTakeTableConstraint(TokenReader reader)
    {
        var isNamed = reader.At("CONSTRAINT") && reader.Peek(1).IsName && IsTableConstraint(reader, 2);
        if (!isNamed && !IsTableConstraint(reader, 0))
        {
            return null;
        }

        reader.Position += isNamed ? 2 : 0;
        return reader.TryTake("PRIMARY", "KEY") ? ExpressionList.SplitNames(reader.TakeBracketed()) : throw Refused(reader);
    }

    // A column may be called so, too; what follows tells.
    private static bool IsTableConstraint(TokenReader reader, int ahead) =>
        (reader.Peek(ahead).Is("PRIMARY") || reader.Peek(ahead).Is("FOREIGN")) ? reader.Peek(ahead + 1).Is("KEY")
        : (reader.Peek(ahead).Is("UNIQUE") || reader.Peek(ahead).Is("CHECK")) && reader.Peek(ahead + 1).IsSymbol("(");

    private static void TakeColumnConstraint(TokenReader reader, string name, List<string> required, List<string> key)
    {
        if (reader.TryTake("CONSTRAINT"))
        {
            reader.Take();
        }
        else if (reader.TryTake("NOT", "NULL"))
        {
            required.Add(name);
        }
        else if (reader.TryTake("PRIMARY", "KEY"))
        {
            key.Add(name);
        }
        else if (!reader.TryTake("NULL"))
        {
            throw Refused(reader);
        }
    }

    private static ServerException Refused(TokenReader reader) => AlterParser.RefusalOf(reader.Peek().Text) is { } reason
        ? new ServerException(ErrorCode.Unsupported, reason)
        : reader.Unexpected(", or )");
}
