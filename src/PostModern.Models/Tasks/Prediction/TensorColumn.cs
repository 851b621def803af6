using PostModern.Arrow.Types;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Prediction;

/// <summary>A model's input or output as a SQL type: without its axis of rows, a number or a list in as many levels as it has axes.</summary>
/// <param name="info">As the model says.</param>
/// <param name="hasRows">Whether its first axis counts rows.</param>
internal sealed class TensorColumn(TensorInfo info, bool hasRows)
{
    public TensorInfo Info { get; } = info;

    /// <summary>Whether its first axis counts rows.</summary>
    public bool HasRows { get; } = hasRows;

    /// <summary>The axes of one row; -1 where any extent goes.</summary>
    public IReadOnlyList<long> RowShape { get; } = [.. hasRows ? info.Shape.Skip(1) : info.Shape];

    /// <summary>Whether a row is a single value.</summary>
    public bool IsSingle => RowShape.All(extent => extent == 1);

    /// <summary>The type of an element.</summary>
    public ArrowType Element => Info.Type switch
    {
        TensorType.Float32 => ArrowTypes.Float32,
        TensorType.Float64 => ArrowTypes.Float64,
        TensorType.Int8 => ArrowTypes.Int8,
        TensorType.Int16 => ArrowTypes.Int16,
        TensorType.Int32 => ArrowTypes.Int32,
        TensorType.Int64 => ArrowTypes.Int64,
        TensorType.UInt8 => ArrowTypes.UInt8,
        TensorType.UInt16 => ArrowTypes.UInt16,
        TensorType.UInt32 => ArrowTypes.UInt32,
        TensorType.UInt64 => ArrowTypes.UInt64,
        TensorType.Bool => ArrowTypes.Boolean,
        _ => ArrowTypes.Utf8,
    };

    /// <summary>As a parameter: lists of any length, so that an error can say which is right; FLOAT[n] is cast to them.</summary>
    public ArrowType ParameterType => IsSingle ? Element : RowShape.Aggregate(Element, (item, _) => new ListType(item));

    /// <summary>As a result: FLOAT[n] where the length of one axis is known.</summary>
    public ArrowType ResultType => IsSingle ? Element
        : RowShape is [> 0 and var length] ? new FixedSizeListType(Element, (int)length)
        : ParameterType;

    /// <summary>The columns of a model's inputs or outputs.</summary>
    /// <param name="tensors">As the model says.</param>
    /// <param name="hasRows">Whether rows can go together.</param>
    public static IReadOnlyList<TensorColumn> Of(IReadOnlyList<TensorInfo> tensors, bool hasRows) => [.. tensors.Select(info => new TensorColumn(info, hasRows && info.Shape.Count > 0))];

    /// <summary>Whether the first axis of all inputs counts rows: it is open, or 1.</summary>
    public static bool HaveRows(IReadOnlyList<TensorInfo> inputs) => inputs.Count > 0 && inputs.All(input => input.Shape is [-1 or 1, ..]);
}
