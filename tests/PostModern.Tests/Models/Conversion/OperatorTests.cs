using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PostModern.Arrow.Errors;
using PostModern.Models.Conversion.TensorFlow;
using ErrorCode = PostModern.Arrow.Errors.ErrorCode;

namespace PostModern.Tests.Models.Conversion;

/// <summary>Where TensorFlow and ONNX differ, a converted operator does what TensorFlow does.</summary>
public sealed class OperatorTests
{
    private const int Int32 = 3;

    [Fact]
    public void Whole_number_division_rounds_down()
    {
        var graph = Binary("FloorDiv", Int32).Integers("b", [4], 2, -2, 2, -2);
        Assert.Equal([3, -4, -4, 3], RunIntegers(graph, [4], 7, 7, -7, -7));
    }

    [Fact]
    public void A_whole_number_remainder_has_the_divisors_sign()
    {
        var graph = Binary("FloorMod", Int32).Integers("b", [4], 3, -3, 3, -3);
        Assert.Equal([1, -2, 2, -1], RunIntegers(graph, [4], 7, 7, -7, -7));
    }

    [Fact]
    public void A_remainder_of_floats_has_the_divisors_sign()
    {
        var graph = Binary("FloorMod", 1).Floats("b", [2], 2, 2);
        Assert.Equal([1.5f, 0.5f], RunFloats(graph, [2], -0.5f, 2.5f));
    }

    [Theory]
    [InlineData(new[] { 1, 1 }, new[] { 1, 2 }, new[] { 4, 5 })]
    [InlineData(new[] { 0, 2 }, new[] { -1, -1 }, new[] { 2, 5 })]
    public void A_slice_may_say_up_to_the_end(int[] begin, int[] size, int[] expected)
    {
        var graph = new GraphFile().Input("a", Int32, 2, 3).Integers("begin", [2], begin).Integers("size", [2], size)
            .Node("y", "Slice", ["a", "begin", "size"]);
        Assert.Equal(expected, RunIntegers(graph, [2, 3], 0, 1, 2, 3, 4, 5));
    }

    [Fact]
    public void A_strided_slice_can_pick_the_last_and_drop_the_axis()
    {
        var graph = new GraphFile().Input("a", Int32, 2, 3)
            .Integers("begin", [2], 0, -1).Integers("end", [2], 0, 0).Integers("strides", [2], 1, 1)
            .Node("y", "StridedSlice", ["a", "begin", "end", "strides"], Attributes(("begin_mask", "1"), ("end_mask", "1"), ("shrink_axis_mask", "2")));
        var (shape, values) = SmallGraph.Run<int>(graph, DataType.Int32, Input(new DenseTensor<int>(new[] { 0, 1, 2, 3, 4, 5 }, [2, 3])));
        Assert.Equal([2], shape);
        Assert.Equal([2, 5], values);
    }

    [Fact]
    public void A_strided_slice_can_run_backwards()
    {
        var graph = new GraphFile().Input("a", Int32, 3)
            .Integers("begin", [1], 0).Integers("end", [1], 0).Integers("strides", [1], -1)
            .Node("y", "StridedSlice", ["a", "begin", "end", "strides"], Attributes(("begin_mask", "1"), ("end_mask", "1")));
        Assert.Equal([3, 2, 1], RunIntegers(graph, [3], 1, 2, 3));
    }

    [Fact]
    public void Values_scattered_to_one_place_add_up()
    {
        var graph = new GraphFile().Input("a", 1, 3).Integers("where", [3, 1], 1, 1, 3).Integers("shape", [1], 4)
            .Node("y", "ScatterNd", ["where", "a", "shape"], new JsonObject { ["T"] = Type(1) });
        Assert.Equal([0, 5, 0, 4], RunFloats(graph, [3], 2, 3, 4));
    }

    [Fact]
    public void A_dense_tensor_of_constants_may_serve_as_an_order_of_axes()
    {
        var graph = new GraphFile().Input("a", Int32, 1, 3)
            .Integers("where", [1, 1], 0).Integers("shape", [1], 2).Integers("what", [], 1).Integers("rest", [], 0)
            .Node("order", "SparseToDense", ["where", "shape", "what", "rest"])
            .Node("y", "Transpose", ["a", "order"]);
        var (shape, values) = SmallGraph.Run<int>(graph, DataType.Int32, Input(new DenseTensor<int>(new[] { 1, 2, 3 }, [1, 3])));
        Assert.Equal([3, 1], shape);
        Assert.Equal([1, 2, 3], values);
    }

    [Fact]
    public void A_product_of_batches_can_turn_either_side()
    {
        var graph = new GraphFile().Input("a", 1, 1, 2, 2).Floats("b", [1, 2, 2], 1, 2, 3, 4)
            .Node("y", "BatchMatMulV2", ["a", "b"], new JsonObject { ["adj_x"] = Flag(), ["adj_y"] = Flag() });

        // [[5, 7], [6, 8]] times [[1, 3], [2, 4]].
        Assert.Equal([19, 43, 22, 50], RunFloats(graph, [1, 2, 2], 5, 6, 7, 8));
    }

    [Fact]
    public void A_sum_over_no_axes_leaves_the_tensor_alone()
    {
        var graph = new GraphFile().Input("a", 1, 2).Integers("axes", [0]).Node("y", "Sum", ["a", "axes"]);
        Assert.Equal([1, 2], RunFloats(graph, [2], 1, 2));
    }

    [Fact]
    public void Positions_of_what_is_true_come_in_rows()
    {
        var graph = new GraphFile().Input("a", 1, 2, 2).Floats("zero", [], 0)
            .Node("positive", "Greater", ["a", "zero"]).Node("y", "Where", ["positive"]);
        var (shape, values) = SmallGraph.Run<int>(graph, DataType.Int32, Input(new DenseTensor<float>(new[] { 1f, 0, 0, 1 }, [2, 2])));
        Assert.Equal([2, 2], shape);
        Assert.Equal([0, 0, 1, 1], values);
    }

    [Fact]
    public void An_unknown_operator_is_named_with_its_node()
    {
        var graph = new GraphFile().Input("a", 1, 2).Node("tower/odd", "Bessel", ["a"]).Node("y", "Relu", ["tower/odd"]);
        var error = Assert.Throws<ServerException>(() => SmallGraph.Convert(graph));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.StartsWith("The operator Bessel (node 'tower/odd') can't be converted to ONNX: it is none of Abs, Add,", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_axis_that_is_computed_is_refused()
    {
        var graph = new GraphFile().Input("a", 1, 2, 2).Node("axes", "Shape", ["a"]).Node("y", "Sum", ["a", "axes"]);
        var error = Assert.Throws<ServerException>(() => SmallGraph.Convert(graph));
        Assert.Equal("The operator Sum (node 'y') can't be converted to ONNX: input 1 has to be a constant.", error.Message);
    }

    [Fact]
    public void An_output_that_the_graph_lacks_is_named()
    {
        var error = Assert.Throws<ServerException>(() => SmallGraph.Convert(new GraphFile().Input("a", 1, 2)));
        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.EndsWith("has no value 'y'.", error.Message, StringComparison.Ordinal);
    }

    private static GraphFile Binary(string operation, int type) =>
        new GraphFile().Input("a", type, -1).Node("y", operation, ["a", "b"], new JsonObject { ["T"] = Type(type) });

    private static int[] RunIntegers(GraphFile graph, int[] shape, params int[] input) =>
        SmallGraph.Run<int>(graph, DataType.Int32, Input(new DenseTensor<int>(input, shape))).Values;

    private static float[] RunFloats(GraphFile graph, int[] shape, params float[] input) =>
        SmallGraph.Run<float>(graph, DataType.Float, Input(new DenseTensor<float>(input, shape))).Values;

    private static NamedOnnxValue Input<T>(DenseTensor<T> tensor) => NamedOnnxValue.CreateFromTensor("a", tensor);

    private static JsonObject Attributes(params (string Name, string Value)[] values) =>
        new(values.Select(value => KeyValuePair.Create(value.Name, (JsonNode?)new JsonObject { ["i"] = value.Value })));

    private static JsonObject Type(int type) => new() { ["type"] = type };

    private static JsonObject Flag() => new() { ["b"] = true };
}
