using System.Text.Json;
using PostModern.Lake.Lineage;
using PostModern.Models;

namespace PostModern.Engine.Functions;

/// <summary>A call of a model function in a statement: the model, and the options as they were written.</summary>
/// <param name="Function">The SQL function.</param>
/// <param name="Model">What computes it.</param>
/// <param name="Options">Text for each option given, in the order of the names.</param>
internal sealed record ModelCall(string Function, BoundModel Model, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>The call in a recipe.</summary>
    public ModelUse Use => new(Model.Name, Function, Model.Digest) { Options = Options };

    /// <summary>Tells it from the statement's other calls.</summary>
    public string Key => $"{Function}\n{Model.Digest}\n{JsonSerializer.Serialize(Options)}";

    public static ModelCall Of(string function, BoundModel model, IReadOnlyDictionary<string, object?> options) => new(
        function, model, new SortedDictionary<string, string>(options.ToDictionary(o => o.Key, o => Text(o.Value)), StringComparer.Ordinal));

    private static string Text(object? value) => value as string ?? JsonSerializer.Serialize(value);
}
