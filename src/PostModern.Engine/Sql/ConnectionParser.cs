using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>CREATE CONNECTION and DROP CONNECTION.</summary>
internal static class ConnectionParser
{
    /// <returns>Null for all other statements.</returns>
    /// <exception cref="ServerException">InvalidInput: it begins like one of these and doesn't go on like it. The message quotes no value.</exception>
    public static ConnectionStatement? TryParse(TokenReader reader)
    {
        if (reader.TryTake("DROP", "CONNECTION"))
        {
            var ifExists = reader.TryTake("IF", "EXISTS");
            var dropped = TakeName(reader);
            return reader.AtEnd ? new DropConnectionStatement(reader.Sql, dropped, ifExists) : throw Unexpected(reader, "the end of DROP CONNECTION");
        }

        var orReplace = reader.At("CREATE", "OR", "REPLACE", "CONNECTION");
        if (!reader.TryTake("CREATE", "OR", "REPLACE", "CONNECTION") && !reader.TryTake("CREATE", "CONNECTION"))
        {
            return null;
        }

        var ifNotExists = reader.TryTake("IF", "NOT", "EXISTS");
        var name = TakeName(reader);
        if (!reader.TryTake("TYPE"))
        {
            throw Unexpected(reader, "TYPE in CREATE CONNECTION");
        }

        var type = reader.Peek() is { IsName: true } word ? word.Name : throw Unexpected(reader, "a type such as s3");
        reader.Take();
        var options = reader.TryTake("OPTIONS") ? TakeOptions(reader) : [];
        return reader.AtEnd
            ? new CreateConnectionStatement(reader.Sql, name, type, orReplace, ifNotExists, options)
            : throw Unexpected(reader, "OPTIONS (…) or the end of CREATE CONNECTION");
    }

    private static string TakeName(TokenReader reader) =>
        reader.Peek().IsName ? reader.Take().Name.ToLowerInvariant() : throw Unexpected(reader, "a connection's name");

    /// <summary><c>(name 'value', name = 'value', name => 'value')</c>.</summary>
    private static List<KeyValuePair<string, string>> TakeOptions(TokenReader reader)
    {
        Expect(reader, "(");
        var options = new List<KeyValuePair<string, string>>();
        do
        {
            var option = reader.Peek().IsName ? reader.Take().Name : throw Unexpected(reader, "an option's name");
            _ = reader.TryTakeSymbol("=>") || reader.TryTakeSymbol(":=") || reader.TryTakeSymbol("=");
            options.Add(new(option, TakeValue(reader)));
        }
        while (reader.TryTakeSymbol(","));
        Expect(reader, ")");
        return options;
    }

    private static string TakeValue(TokenReader reader) => reader.Peek().Kind switch
    {
        TokenKind.String => SqlText.ReadLiteral(reader.Take().Text) ?? throw Unexpected(reader, "a text in single quotes"),
        TokenKind.Word or TokenKind.Number => reader.Take().Text,
        _ => throw Unexpected(reader, "a value"),
    };

    private static void Expect(TokenReader reader, string symbol)
    {
        if (!reader.TryTakeSymbol(symbol))
        {
            throw Unexpected(reader, $"{symbol} in OPTIONS");
        }
    }

    // What was found may be a secret.
    private static ServerException Unexpected(TokenReader reader, string wanted) => new(
        ErrorCode.InvalidInput, $"Syntax error: expected {wanted}, {(reader.AtEnd ? "at the end of the statement" : $"at character {reader.Peek().Start + 1}")}.");
}
