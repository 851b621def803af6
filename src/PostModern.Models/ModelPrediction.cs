using System.Diagnostics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Models.Inference;
using PostModern.Models.Tasks.Prediction;

namespace PostModern.Models;

/// <summary>What <c>predict('name', …)</c> means for one model.</summary>
public sealed class ModelPrediction
{
    private readonly Prediction _prediction;

    internal ModelPrediction(string name, string digest, IReadOnlyList<string> inputs, Prediction prediction) =>
        (Name, Digest, Inputs, _prediction) = (name, digest, inputs, prediction);

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>Changes whenever the model's answers may change.</summary>
    public string Digest { get; }

    /// <summary>Where it runs.</summary>
    public required string Device { get; init; }

    /// <summary>Name, type and shape of each input.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>One an input of the model.</summary>
    public IReadOnlyList<ArrowType> Parameters => _prediction.Parameters;

    /// <summary>Of the model's only output, or a STRUCT of several.</summary>
    public ArrowType ResultType => _prediction.ResultType;

    /// <summary>Counts the rows that the model would run on.</summary>
    /// <param name="columns">One an input, of the types of <see cref="Parameters"/>; borrowed.</param>
    /// <returns>NULL for each row.</returns>
    public InferenceResult Estimate(IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var rows = columns.Count == 0 ? 0 : columns[0].Length;
        var calls = Enumerable.Range(0, rows).Count(row => !columns.Any(column => column.IsNull(row)));
        var builder = ColumnBuilder.Create(ResultType);
        for (var row = 0; row < rows; row++)
        {
            builder.AppendNull();
        }

        return new InferenceResult(builder.Build(), [], calls, 0);
    }

    /// <summary>Runs the model on every row.</summary>
    /// <param name="columns">One an input, of the types of <see cref="Parameters"/>; borrowed until the task ends.</param>
    /// <param name="spending">Pays for models that cost something; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<InferenceResult> RunAsync(IReadOnlyList<Column> columns, Spending? spending, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await _prediction.RunAsync(columns, spending, cancellationToken);
        return new InferenceResult(
            result.Values, [.. result.Failures.Select(failure => new RowError(failure.Row, "", failure.Error.Message, failure.Error.Code))], result.Calls, 0)
        {
            Effort = new InferenceEffort(Stopwatch.GetElapsedTime(started), 0),
        };
    }
}
