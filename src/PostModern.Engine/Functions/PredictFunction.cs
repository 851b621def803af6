using PostModern.Arrow.Arrays;
using PostModern.DuckDb.Functions;
using PostModern.Lake.Lineage;
using PostModern.Models;

namespace PostModern.Engine.Functions;

/// <summary>One model with inputs and outputs of its own as a SQL function; <c>predict('name', …)</c> is rewritten to it.</summary>
/// <remarks>A function has its types for as long as the database lives, so another model under the same name is another function.</remarks>
internal sealed class PredictFunction(ModelPrediction prediction, StatementContexts contexts)
{
    /// <summary>What users write.</summary>
    public const string Name = "predict";

    private const int ShortDigest = 12;

    /// <summary>What it is rewritten to.</summary>
    public static string NameOf(ModelPrediction prediction) => $"{Name}_{prediction.Name}_{prediction.Digest[..ShortDigest]}";

    public ScalarFunction Function() => new()
    {
        Name = NameOf(prediction),
        Parameters = [.. prediction.Parameters],
        ReturnType = prediction.ResultType,
        IsVolatile = true,
        Bind = Bind,
        Invoke = Invoke,
    };

    private ModelUse Use => new(prediction.Name, Name, prediction.Digest);

    private object? Bind(FunctionBinding binding)
    {
        contexts.TryFind(binding.ConnectionId)?.Inputs.AddBound(Use);
        return null;
    }

    /// <summary>DuckDB's callback is synchronous, so its thread waits here; nothing of ours runs on that thread.</summary>
    private Column Invoke(FunctionCall call)
    {
        var context = contexts.Find(call.ConnectionId);
        var columns = call.Arguments.Columns;
        var result = context.InferenceUse == InferenceUse.Estimated
            ? prediction.Estimate(columns)
            : prediction.RunAsync(columns, context.Spending, call.Cancellation).GetAwaiter().GetResult();
        var rows = Enumerable.Range(0, call.Arguments.Length).Count(row => !columns.Any(column => column.IsNull(row)));
        context.Record(Use, NameOf(prediction), prediction.Device, () => 1, rows, result);
        return result.Values;
    }
}
