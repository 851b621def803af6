namespace PostModern.Models.Conversion.Operators;

/// <summary>Operators that cut a range out of a tensor.</summary>
internal static class SliceOperators
{
    // Past the end of any tensor: ONNX clamps it.
    private const int End = int.MaxValue;

    public static readonly IReadOnlyDictionary<string, Translator> Table = new Dictionary<string, Translator>
    {
        ["Slice"] = Slice,
        ["StridedSlice"] = StridedSlice,
    };

    // A size of -1 means: up to the end.
    private static void Slice(NodeTranslation node)
    {
        var begin = node.Int64Input(1);
        if (node.Known(1) is { } begins && node.Known(2) is { } sizes)
        {
            var ends = begins.Integers.Zip(sizes.Integers, (from, size) => size < 0 ? End : from + size);
            node.Return(node.Add("Slice", [node.Input(0), begin, node.Int64s(ends)]));
            return;
        }

        var size = node.Int64Input(2);
        var open = node.Add("Less", [size, node.Int64s(0)]);
        var end = node.Add("Where", [open, node.Int64s(End), node.Add("Add", [begin, size])]);
        node.Return(node.Add("Slice", [node.Input(0), begin, end]));
    }

    private static void StridedSlice(NodeTranslation node)
    {
        if (node.Node.Integer("new_axis_mask") != 0 || node.Node.Integer("ellipsis_mask") != 0)
        {
            throw node.Unsupported("it adds axes or uses an ellipsis");
        }

        var strides = node.Integers(3);
        var (begin, end) = node.Known(1) is { } begins && node.Known(2) is { } ends
            ? KnownBounds(node, begins.Integers, ends.Integers, strides)
            : ComputedBounds(node, strides);
        var axes = Enumerable.Range(0, strides.Length).ToArray();
        var slice = node.Add("Slice", [node.Input(0), begin, end, node.Int64s(axes), node.Int64s(strides)]);
        int[] shrunk = [.. axes.Where(axis => Masked(node, "shrink_axis_mask", axis))];
        node.Return(shrunk.Length == 0 ? slice : node.Add("Squeeze", [slice, node.Int64s(shrunk)]));
    }

    private static (string Begin, string End) KnownBounds(NodeTranslation node, int[] begins, int[] ends, int[] strides)
    {
        var from = begins.Select((begin, axis) => Masked(node, "begin_mask", axis) ? First(strides[axis]) : begin);
        var to = ends.Select((end, axis) =>
            Masked(node, "shrink_axis_mask", axis) ? After(begins[axis])
            : Masked(node, "end_mask", axis) ? Last(strides[axis])
            : end);
        return (node.Int64s(from), node.Int64s(to));
    }

    private static (string Begin, string End) ComputedBounds(NodeTranslation node, int[] strides)
    {
        if (node.Node.Integer("shrink_axis_mask") != 0 || strides.Any(stride => stride < 0))
        {
            throw node.Unsupported("its bounds are computed, and it drops an axis or runs backwards");
        }

        var keep = strides.Select((_, axis) => Masked(node, "begin_mask", axis) ? 0 : 1);
        var atLeast = strides.Select((_, axis) => Masked(node, "end_mask", axis) ? End : int.MinValue);
        var begin = node.Add("Mul", [node.Int64Input(1), node.Int64s(keep)]);
        var end = node.Add("Max", [node.Int64Input(2), node.Int64s(atLeast)]);
        return (begin, end);
    }

    // The element at -1 is the last, and 0 does not come after it.
    private static int After(int position) => position == -1 ? End : position + 1;

    private static int First(int stride) => stride > 0 ? 0 : End;

    private static int Last(int stride) => stride > 0 ? End : int.MinValue;

    private static bool Masked(NodeTranslation node, string mask, int axis) => (node.Node.Integer(mask) >> axis & 1) != 0;
}
