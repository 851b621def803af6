using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>Names and <c>OPTIONS (…)</c> of statements that make something with a name. Their errors quote nothing, since what was found may be a secret.</summary>
internal static class NamedOptions
{
    /// <summary>A name in lower case: names compare without case.</summary>
    /// <param name="reader">Where the name comes next.</param>
    /// <param name="what">Such as "a connection's name".</param>
    public static string TakeName(TokenReader reader, string what) =>
        reader.Peek().IsName ? reader.Take().Name.ToLowerInvariant() : throw Unexpected(reader, what);

    /// <summary><c>OPTIONS (name 'value', name = 'value', name => 'value')</c>; none when the word doesn't come next.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Take(TokenReader reader)
    {
        if (!reader.TryTake("OPTIONS"))
        {
            return [];
        }

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

    /// <summary>A text in single quotes.</summary>
    public static string TakeText(TokenReader reader, string what) =>
        reader.Peek().Kind == TokenKind.String && SqlText.ReadLiteral(reader.Peek().Text) is { } text
            ? Skip(reader, text)
            : throw Unexpected(reader, what);

    public static ServerException Unexpected(TokenReader reader, string wanted) => new(
        ErrorCode.InvalidInput, $"Syntax error: expected {wanted}, {(reader.AtEnd ? "at the end of the statement" : $"at character {reader.Peek().Start + 1}")}.");

    private static string TakeValue(TokenReader reader) => reader.Peek().Kind switch
    {
        TokenKind.String => TakeText(reader, "a text in single quotes"),
        TokenKind.Word or TokenKind.Number => reader.Take().Text,
        _ => throw Unexpected(reader, "a value"),
    };

    private static string Skip(TokenReader reader, string text)
    {
        reader.Take();
        return text;
    }

    private static void Expect(TokenReader reader, string symbol)
    {
        if (!reader.TryTakeSymbol(symbol))
        {
            throw Unexpected(reader, $"{symbol} in OPTIONS");
        }
    }
}
