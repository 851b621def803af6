using PostModern.Arrow.Errors;

namespace PostModern.Engine.Sql;

/// <summary>Walks the tokens of one statement from left to right.</summary>
internal sealed class TokenReader(string sql, IReadOnlyList<Token> tokens, int position = 0)
{
    public string Sql { get; } = sql;

    public IReadOnlyList<Token> Tokens { get; } = tokens;

    public int Position { get; set; } = position;

    public bool AtEnd => Position >= Tokens.Count;

    /// <summary>The token <paramref name="ahead"/> of the present one; an empty symbol past the end.</summary>
    public Token Peek(int ahead = 0) =>
        Position + ahead < Tokens.Count && Position + ahead >= 0 ? Tokens[Position + ahead] : new Token(TokenKind.Symbol, Sql.Length, 0, "");

    public Token Take()
    {
        var token = Peek();
        Position++;
        return token;
    }

    /// <summary>Whether the next tokens are these words, in any case.</summary>
    public bool At(params ReadOnlySpan<string> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!Peek(i).Is(words[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes these words if they come next.</summary>
    public bool TryTake(params ReadOnlySpan<string> words)
    {
        if (!At(words))
        {
            return false;
        }

        Position += words.Length;
        return true;
    }

    public bool TryTakeSymbol(string symbol)
    {
        if (!Peek().IsSymbol(symbol))
        {
            return false;
        }

        Position++;
        return true;
    }

    /// <exception cref="ServerException">InvalidInput: something else comes next.</exception>
    public void Expect(string word, string statement)
    {
        if (!TryTake(word))
        {
            throw Unexpected($"{word} in {statement}");
        }
    }

    /// <exception cref="ServerException">InvalidInput: no table name comes next.</exception>
    public TableName TakeTableName() => TryTakeTableName() ?? throw Unexpected("a table name");

    public TableName? TryTakeTableName()
    {
        if (!Peek().IsName)
        {
            return null;
        }

        var parts = new List<string> { Take().Name };
        while (parts.Count < 3 && Peek().IsSymbol(".") && Peek(1).IsName)
        {
            Take();
            parts.Add(Take().Name);
        }

        return new TableName(parts.Count > 2 ? parts[0] : null, parts.Count > 1 ? parts[^2] : null, parts[^1]);
    }

    /// <summary>From the opening bracket at the present position to past its closing one.</summary>
    /// <returns>The text between the brackets.</returns>
    public string TakeBracketed()
    {
        var open = Peek();
        if (!open.IsSymbol("("))
        {
            throw Unexpected("(");
        }

        for (var depth = 0; !AtEnd;)
        {
            var token = Take();
            depth += token.IsSymbol("(") ? 1 : token.IsSymbol(")") ? -1 : 0;
            if (depth == 0)
            {
                return Sql[open.End..token.Start];
            }
        }

        throw new ServerException(ErrorCode.InvalidInput, $"The bracket at character {open.Start + 1} is never closed.");
    }

    /// <summary>The text from the present token to the end of the statement.</summary>
    public string Rest() => AtEnd ? "" : Sql[Peek().Start..Tokens[^1].End];

    /// <summary>Moves to the next of <paramref name="words"/> that stands outside brackets, or to the end.</summary>
    /// <returns>The text that was passed over.</returns>
    public string TakeUntil(params ReadOnlySpan<string> words)
    {
        var start = Peek().Start;
        var end = start;
        for (var depth = 0; !AtEnd; Position++)
        {
            var token = Peek();
            if (depth == 0 && IsAny(token, words))
            {
                break;
            }

            depth += token.Kind != TokenKind.Symbol ? 0 : token.Text is "(" or "[" or "{" ? 1 : token.Text is ")" or "]" or "}" ? -1 : 0;
            end = token.End;
        }

        return Sql[start..end];
    }

    /// <summary>Like <see cref="TakeUntil"/>, for expressions: a WHEN of CASE and the FROM of IS DISTINCT FROM end nothing.</summary>
    public string TakeExpression(params ReadOnlySpan<string> words)
    {
        var start = Peek().Start;
        var end = start;
        for (var (depth, cases) = (0, 0); !AtEnd; Position++)
        {
            var token = Peek();
            var isOperator = token.Is("FROM") && Peek(-1).Is("DISTINCT");
            if (depth == 0 && cases == 0 && !isOperator && IsAny(token, words))
            {
                break;
            }

            depth += token.Kind != TokenKind.Symbol ? 0 : token.Text is "(" or "[" or "{" ? 1 : token.Text is ")" or "]" or "}" ? -1 : 0;
            cases += Peek(-1).IsSymbol(".") ? 0 : token.Is("CASE") ? 1 : token.Is("END") && cases > 0 ? -1 : 0;
            end = token.End;
        }

        return Sql[start..end];
    }

    public ServerException Unexpected(string wanted)
    {
        var found = AtEnd ? "the end of the statement" : $"\"{Peek().Text}\" at character {Peek().Start + 1}";
        return new ServerException(ErrorCode.InvalidInput, $"Syntax error: expected {wanted}, found {found}.");
    }

    private static bool IsAny(Token token, ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (token.Is(word) || token.IsSymbol(word))
            {
                return true;
            }
        }

        return false;
    }
}
