using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Functions;
using PostModern.Engine.Sql;
using PostModern.Models;
using PostModern.Models.Signatures;

namespace PostModern.Engine.Planning;

/// <summary>Puts calls of model functions into DuckDB's syntax, and their types into the text where they follow from a call's options.</summary>
internal sealed class ModelCalls(ModelRuntime models, UserModels userModels)
{
    private readonly HashSet<string> _functions = [.. models.Signatures.SelectMany(s => s.Aliases.Prepend(s.Function)), "ai_agg"];
    private readonly TypedCalls _typed = new(userModels);
    private readonly ILookup<string, TaskSignature> _vectors = models.Signatures
        .Where(s => s.ResultType is FixedSizeListType)
        .SelectMany(s => s.Aliases.Prepend(s.Function), (signature, name) => (Name: name, Signature: signature))
        .ToLookup(s => s.Name, s => s.Signature);

    /// <summary>Whether a statement's text calls a model function. A column may have such a name, too.</summary>
    public bool AreCalledIn(string sql)
    {
        var tokens = Lexer.Tokenize(sql);
        return Enumerable.Range(0, Math.Max(0, tokens.Count - 1)).Any(i =>
            tokens[i].IsName && tokens[i + 1].IsSymbol("(") && (_functions.Contains(tokens[i].Name.ToLowerInvariant()) || tokens[i].Is(PredictFunction.Name)));
    }

    /// <exception cref="ServerException">NotFound: a call names a model that there isn't. InvalidInput: an argument that must be constant is not.</exception>
    public async Task<string> RewriteAsync(string sql, CancellationToken cancellation)
    {
        // Another server may have made the model.
        await userModels.SyncAsync(cancellation);
        return FunctionOptions.Rewrite(_typed.Rewrite(sql), _functions, TypeOf);
    }

    /// <summary>The type of the vectors of the model that a call names: all its signatures have the same.</summary>
    private string? TypeOf(string function, IReadOnlyDictionary<string, string> options)
    {
        foreach (var signature in _vectors[function])
        {
            try
            {
                var named = options.Where(o => o.Key == "model").ToDictionary(o => o.Key, o => (object?)o.Value);
                var vector = (FixedSizeListType)models.Bind(signature, named).ResultType;
                return string.Create(CultureInfo.InvariantCulture, $"FLOAT[{vector.Size}]");
            }
            catch (ServerException)
            {
                // The model does only the other kind of input; or there is none, which the binder says better.
            }
        }

        return null;
    }
}
