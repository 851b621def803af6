namespace PostModern.Engine.Sql;

/// <summary>The arguments of a function call in SQL text.</summary>
/// <param name="Open">The opening bracket's position among the tokens.</param>
/// <param name="Close">The closing bracket's.</param>
/// <param name="Arguments">The tokens of each argument, from the first up to the one behind its last.</param>
internal sealed record CallArguments(int Open, int Close, IReadOnlyList<(int First, int End)> Arguments)
{
    /// <summary>The arguments of the call whose opening bracket is at <paramref name="open"/>; null when it is never closed.</summary>
    public static CallArguments? TryRead(IReadOnlyList<Token> tokens, int open)
    {
        var arguments = new List<(int First, int End)>();
        var first = open + 1;
        for (var (i, depth) = (open, 0); i < tokens.Count; i++)
        {
            depth += tokens[i].Kind != TokenKind.Symbol ? 0 : tokens[i].Text is "(" or "[" or "{" ? 1 : tokens[i].Text is ")" or "]" or "}" ? -1 : 0;
            if ((depth == 1 && tokens[i].IsSymbol(",")) || depth == 0)
            {
                if (i > first || arguments.Count > 0)
                {
                    arguments.Add((first, i));
                }

                first = i + 1;
            }

            if (depth == 0)
            {
                return new CallArguments(open, i, arguments);
            }
        }

        return null;
    }

    /// <summary>An argument that is one text in single quotes; null when it is anything else.</summary>
    public string? Text(IReadOnlyList<Token> tokens, int argument) =>
        argument < Arguments.Count && Arguments[argument] is var (first, end) && end == first + 1 && tokens[first].Kind == TokenKind.String
            ? SqlText.ReadLiteral(tokens[first].Text)
            : null;
}
