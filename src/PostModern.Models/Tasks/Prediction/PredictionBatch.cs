using PostModern.Arrow.Errors;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Prediction;

/// <summary>Rows whose arguments have the same shapes, as the tensors of one run.</summary>
/// <param name="inputs">The model's inputs.</param>
internal sealed class PredictionBatch(IReadOnlyList<TensorColumn> inputs)
{
    private readonly List<(int Row, List<object>[] Elements)> _rows = [];
    private IReadOnlyList<long>[] _shapes = [];

    public IReadOnlyList<int> Rows => [.. _rows.Select(row => row.Row)];

    public int Count => _rows.Count;

    /// <summary>Adds a row if its shapes are those of the others.</summary>
    public bool TryAdd(int row, (IReadOnlyList<long> Shape, List<object> Elements)[] arguments)
    {
        if (_rows.Count > 0 && !arguments.Index().All(a => a.Item.Shape.SequenceEqual(_shapes[a.Index])))
        {
            return false;
        }

        _shapes = [.. arguments.Select(a => a.Shape)];
        _rows.Add((row, [.. arguments.Select(a => a.Elements)]));
        return true;
    }

    public IReadOnlyList<Tensor> ToTensors() => [.. inputs.Select(ToTensor)];

    /// <summary>The rows of each half: one of many may be what a run fails on.</summary>
    public IEnumerable<PredictionBatch> Halves()
    {
        for (var half = 0; half < 2; half++)
        {
            var part = new PredictionBatch(inputs) { _shapes = _shapes };
            part._rows.AddRange(half == 0 ? _rows[..(_rows.Count / 2)] : _rows[(_rows.Count / 2)..]);
            yield return part;
        }
    }

    private Tensor ToTensor(TensorColumn column, int index)
    {
        long[] shape = column.HasRows ? [_rows.Count, .. _shapes[index]] : [.. _shapes[index]];
        var values = Tensor.NewValues(column.Info.Type, checked((int)Tensor.CountOf(shape)));
        var at = 0;
        foreach (var element in _rows.SelectMany(row => row.Elements[index]))
        {
            TensorValues.Set(values, at++, element, column.Info);
        }

        return at == values.Length ? new Tensor(column.Info.Name, column.Info.Type, shape, values) : throw new ServerException(
            ErrorCode.InvalidInput, $"The argument '{column.Info.Name}' is no rectangle: its lists have different lengths.");
    }
}
