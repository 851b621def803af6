using PostModern.Arrow.Errors;
using PostModern.Engine.Functions;
using PostModern.Engine.Sql;
using PostModern.Models.Tasks.Chat;

namespace PostModern.Engine.Planning;

/// <summary>Calls whose types follow from a constant argument, which DuckDB's functions can't have: <c>predict('model', …)</c> and <c>ai_extract(x, 'schema')</c>.</summary>
/// <remarks>
/// A call of <c>predict</c> becomes a call of the function that was registered for the model. A call of <c>ai_extract</c> gives JSON that
/// was checked against the schema, and gets a cast to the schema's type.
/// </remarks>
internal sealed class TypedCalls(UserModels models)
{
    public const string Extract = "ai_extract";

    /// <exception cref="ServerException">NotFound: no such model. InvalidInput: the argument is no constant, or is wrong.</exception>
    public string Rewrite(string sql)
    {
        var tokens = Lexer.Tokenize(sql);
        var edits = new List<Edit>();
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Kind == TokenKind.Word && tokens[i + 1].IsSymbol("(") && CallArguments.TryRead(tokens, i + 1) is { } call)
            {
                if (tokens[i].Is(PredictFunction.Name))
                {
                    edits.Add(Predict(tokens, i, call));
                }
                else if (tokens[i].Is(Extract))
                {
                    edits.AddRange(Cast(tokens, i, call));
                }
            }
        }

        // An inner call's edits lie between those of the call around it.
        edits.Sort((a, b) => a.Start.CompareTo(b.Start));
        return SqlText.Apply(sql, edits);
    }

    private Edit Predict(List<Token> tokens, int function, CallArguments call)
    {
        var name = call.Text(tokens, 0) ?? throw new ServerException(
            ErrorCode.InvalidInput, "predict('model', …): the model is a constant text in single quotes, since the types follow from it.");
        var prediction = models.Prediction(name);
        if (call.Arguments.Count - 1 != prediction.Parameters.Count)
        {
            throw new ServerException(
                ErrorCode.InvalidInput,
                $"predict('{name}', …) takes {prediction.Parameters.Count} arguments, one an input of the model, not {call.Arguments.Count - 1}: {string.Join("; ", prediction.Inputs)}.");
        }

        var rest = call.Arguments.Count > 1 ? tokens[call.Arguments[1].First].Start : tokens[call.Close].Start;
        return new Edit(tokens[function].Start, rest, SqlText.Name(PredictFunction.NameOf(prediction)) + "(");
    }

    /// <summary>Around the call, so that a field can be taken of it: <c>ai_extract(x, 'n INTEGER').n</c>.</summary>
    private static Edit[] Cast(List<Token> tokens, int function, CallArguments call)
    {
        var schema = call.Text(tokens, 1) ?? throw new ServerException(
            ErrorCode.InvalidInput, "ai_extract(x, 'schema'): the schema is a constant text in single quotes, since the type follows from it.");
        var (start, end) = (tokens[function].Start, tokens[call.Close].End);
        return [new Edit(start, start, "CAST(CAST("), new Edit(end, end, $" AS JSON) AS {AnswerSchema.Parse(schema).SqlType})")];
    }
}
