using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Prediction;

/// <summary>A model with inputs and outputs of its own, as a function of rows.</summary>
internal sealed class Prediction
{
    /// <summary>Rows that go through the model together.</summary>
    private const int MostRows = 256;

    private readonly Predictor _predict;
    private readonly IReadOnlyList<TensorColumn> _inputs;
    private readonly IReadOnlyList<TensorColumn> _outputs;
    private readonly bool _takesMany;

    /// <param name="inputs">In the model's order.</param>
    /// <param name="outputs">In the model's order.</param>
    /// <param name="predict">Runs the model.</param>
    internal Prediction(IReadOnlyList<TensorInfo> inputs, IReadOnlyList<TensorInfo> outputs, Predictor predict)
    {
        var hasRows = TensorColumn.HaveRows(inputs);
        _predict = predict;
        _inputs = TensorColumn.Of(inputs, hasRows);
        _outputs = TensorColumn.Of(outputs, hasRows);
        _takesMany = hasRows && inputs.All(input => input.Shape[0] == -1);
    }

    /// <summary>One an input.</summary>
    internal IReadOnlyList<ArrowType> Parameters => [.. _inputs.Select(input => input.ParameterType)];

    /// <summary>Of the only output, or a STRUCT of several.</summary>
    internal ArrowType ResultType => _outputs is [var only]
        ? only.ResultType
        : new StructType(_outputs.Select(output => new Field(output.Info.Name, output.ResultType)));

    /// <summary>Runs the model on every row.</summary>
    /// <param name="columns">One an input; borrowed until the task ends.</param>
    /// <param name="spending">Pays for it; null for nobody.</param>
    /// <param name="cancellationToken">The query's.</param>
    internal async Task<PredictionResult> RunAsync(IReadOnlyList<Column> columns, Spending? spending, CancellationToken cancellationToken)
    {
        var answers = new object?[columns.Count == 0 ? 0 : columns[0].Length];
        var errors = new List<(int Row, ServerException Error)>();
        var calls = 0;
        foreach (var batch in Batches(columns, answers.Length, errors))
        {
            calls += await RunAsync(batch, answers, errors, spending, cancellationToken);
        }

        var builder = ColumnBuilder.Create(ResultType);
        foreach (var answer in answers)
        {
            builder.AppendValue(answer);
        }

        return new PredictionResult(builder.Build(), [.. errors.OrderBy(error => error.Row)], calls);
    }

    private IEnumerable<PredictionBatch> Batches(IReadOnlyList<Column> columns, int rows, List<(int Row, ServerException Error)> errors)
    {
        var batch = new PredictionBatch(_inputs);
        for (var row = 0; row < rows; row++)
        {
            if (TryRead(columns, row, errors) is not { } arguments)
            {
                continue;
            }

            var isFull = batch.Count > 0 && (!_takesMany || batch.Count == MostRows);
            if (isFull || !batch.TryAdd(row, arguments))
            {
                yield return batch;
                batch = new PredictionBatch(_inputs);
                batch.TryAdd(row, arguments);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <returns>Null for a row with a NULL, and for one that can't be used.</returns>
    private (IReadOnlyList<long> Shape, List<object> Elements)[]? TryRead(IReadOnlyList<Column> columns, int row, List<(int Row, ServerException Error)> errors)
    {
        try
        {
            return columns.Any(column => column.IsNull(row))
                ? null
                : [.. _inputs.Select((input, i) => TensorValues.Read(input, ColumnValue.Get(columns[i], row)!))];
        }
        catch (ServerException e)
        {
            errors.Add((row, e));
            return null;
        }
    }

    /// <returns>The rows that the model ran on.</returns>
    private async Task<int> RunAsync(PredictionBatch batch, object?[] answers, List<(int Row, ServerException Error)> errors, Spending? spending, CancellationToken cancellationToken)
    {
        try
        {
            Take(await _predict(batch.ToTensors(), spending, cancellationToken), batch.Rows, answers);
            return batch.Count;
        }
        catch (ServerException e) when (batch.Count == 1 || e.Code is not (ErrorCode.InvalidInput or ErrorCode.Internal))
        {
            errors.AddRange(batch.Rows.Select(row => (row, e)));
            return 0;
        }
        catch (ServerException)
        {
            var ran = 0;
            foreach (var half in batch.Halves())
            {
                ran += await RunAsync(half, answers, errors, spending, cancellationToken);
            }

            return ran;
        }
    }

    private void Take(IReadOnlyList<Tensor> outputs, IReadOnlyList<int> rows, object?[] answers)
    {
        var columns = _outputs.Select(column => (Column: column, Tensor: outputs.FirstOrDefault(output => output.Name == column.Info.Name) ?? throw new ServerException(
            ErrorCode.Unavailable, $"The model gave no output '{column.Info.Name}'."))).ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            answers[rows[i]] = columns is [var only]
                ? ValueOf(only.Column, only.Tensor, i, rows.Count)
                : columns.ToDictionary(output => output.Column.Info.Name, output => ValueOf(output.Column, output.Tensor, i, rows.Count));
        }
    }

    private static object? ValueOf(TensorColumn column, Tensor tensor, int row, int rows)
    {
        long[] shape = column.HasRows ? [.. tensor.Shape.Skip(1)] : [.. tensor.Shape];
        var matches = tensor.Shape.Count == column.Info.Shape.Count
            && (!column.HasRows || tensor.Shape[0] == rows)
            && shape.Index().All(axis => column.RowShape[axis.Index] < 0 || column.RowShape[axis.Index] == axis.Item);
        return matches ? TensorValues.Write(column, shape, tensor.Values, row * Tensor.CountOf(shape)) : throw new ServerException(
            ErrorCode.Unavailable, $"The output '{tensor.Name}' has the shape [{string.Join(", ", tensor.Shape)}] for {rows} rows, not {column.Info.Shown}.");
    }
}
