using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Prediction;

/// <summary>Between the boxed values of a row and the elements of a tensor.</summary>
internal static class TensorValues
{
    /// <summary>The shape and elements of one row's argument.</summary>
    /// <exception cref="ServerException">InvalidInput: its shape is not the input's, or a value is NULL.</exception>
    public static (IReadOnlyList<long> Shape, List<object> Elements) Read(TensorColumn column, object value)
    {
        var elements = new List<object>();
        if (column.IsSingle)
        {
            elements.Add(value);
            return (column.RowShape, elements);
        }

        var shape = new long[column.RowShape.Count];
        Array.Fill(shape, -1);
        Flatten(column, value, 0, shape, elements);
        return (shape, elements);
    }

    /// <summary>One row of an output.</summary>
    /// <param name="column">The output.</param>
    /// <param name="shape">The row's axes as the model answered.</param>
    /// <param name="values">All rows' elements.</param>
    /// <param name="start">The row's first.</param>
    public static object? Write(TensorColumn column, IReadOnlyList<long> shape, Array values, long start)
    {
        if (column.IsSingle)
        {
            return values.GetValue(start);
        }

        var at = start;
        return Nest(shape, 0, values, ref at);
    }

    /// <summary>Puts boxed elements into a tensor's array.</summary>
    public static void Set(Array values, int at, object element, TensorInfo info)
    {
        try
        {
            values.SetValue(element.GetType() == values.GetType().GetElementType() ? element : Convert.ChangeType(element, values.GetType().GetElementType()!, CultureInfo.InvariantCulture), at);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or OverflowException)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"The value {element} is none for '{info.Name}' ({info.Shown}).", e);
        }
    }

    private static void Flatten(TensorColumn column, object? value, int axis, long[] shape, List<object> elements)
    {
        if (axis == shape.Length)
        {
            elements.Add(value ?? throw Mismatch(column, "a NULL in it"));
            return;
        }

        var items = value as object?[] ?? throw Mismatch(column, "a NULL in it");
        var wanted = column.RowShape[axis];
        if ((wanted >= 0 && items.Length != wanted) || (shape[axis] >= 0 && shape[axis] != items.Length))
        {
            throw Mismatch(column, $"{items.Length} values{(shape.Length > 1 ? $" along axis {axis + 1}" : "")}");
        }

        shape[axis] = items.Length;
        foreach (var item in items)
        {
            Flatten(column, item, axis + 1, shape, elements);
        }
    }

    private static object?[] Nest(IReadOnlyList<long> shape, int axis, Array values, ref long at)
    {
        var items = new object?[shape[axis]];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = axis == shape.Count - 1 ? values.GetValue(at++) : Nest(shape, axis + 1, values, ref at);
        }

        return items;
    }

    private static ServerException Mismatch(TensorColumn column, string given) => new(
        ErrorCode.InvalidInput,
        $"The argument '{column.Info.Name}' has {given}, but a row of it has the shape [{string.Join(", ", column.RowShape.Select(extent => extent < 0 ? "any" : extent.ToString(CultureInfo.InvariantCulture)))}] ({column.Info.Shown}).");
}
