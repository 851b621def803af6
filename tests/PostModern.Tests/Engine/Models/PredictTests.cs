using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Models.Conversion.Onnx;
using DataType = PostModern.Models.Conversion.Onnx.TensorProto.Types.DataType;

namespace PostModern.Tests.Engine.Models;

/// <summary><c>predict(model, …)</c>: ONNX files and models on inference servers, by their own inputs and outputs.</summary>
public sealed class PredictTests : ModelEngine
{
    [Fact]
    public async Task A_file_says_what_it_takes_and_gives()
    {
        WriteSum("sum.onnx", [-1, 2]);
        await RunAsync("CREATE MODEL Sum FROM 'sum.onnx' TASK 'predict'");

        Assert.Equal(
            ["predict|['a float32 [-1, 2]', 'b float32 [-1, 2]']|['sum float32 [-1, 2]']|cpu|64"],
            await RunAsync("SELECT task, inputs::VARCHAR, outputs::VARCHAR, device, len(digest) FROM pm.models WHERE name = 'sum'"));
        Assert.Equal(["[4.0, 6.0]|FLOAT[2]"], await RunAsync("SELECT predict('sum', [1, 2], [3, 4])::VARCHAR, typeof(predict('sum', [1, 2]::FLOAT[2], [3, 4.0]))"));
    }

    [Fact]
    public async Task Thousands_of_rows_go_through_in_batches_and_NULL_gives_NULL()
    {
        WriteSum("one.onnx", [-1, 1]);
        await RunAsync("CREATE MODEL one FROM 'one.onnx'");

        Assert.Equal(["4999|24995000"], await RunAsync("SELECT count(p), sum(p) FROM (SELECT predict('one', i, CASE WHEN i > 0 THEN i END) AS p FROM range(5000) r(i))"));
    }

    [Fact]
    public async Task Several_outputs_are_a_struct()
    {
        var graph = new OnnxGraph();
        graph.AddInput("x", DataType.Int64, [-1]);
        graph.AddOutput(graph.Add("n", "Neg", ["x"]), "negative", DataType.Int64, [-1]);
        graph.AddOutput(graph.Add("n", "Abs", ["x"]), "absolute", DataType.Int64, [-1]);
        Write("two.onnx", graph);
        await RunAsync("CREATE MODEL two FROM 'two.onnx'");

        Assert.Equal(["-3|3", "5|5"], await RunAsync("SELECT p.negative, p.absolute FROM (SELECT predict('two', i) AS p FROM (VALUES (3), (-5)) v(i))"));
    }

    [Fact]
    public async Task A_list_of_another_length_is_a_row_error()
    {
        WriteSum("sum.onnx", [-1, 2]);
        await RunAsync("CREATE MODEL sum FROM 'sum.onnx'");

        Assert.Equal(["[2.0, 2.0]", "NULL"], await RunAsync("SELECT predict('sum', l, [1, 1])::VARCHAR FROM (VALUES ([1, 1]), ([1, 1, 1])) v(l)"));
        Assert.Equal(["The argument 'a' has 3 values, but a row of it has the shape [2] (float32 [-1, 2])."], await RunAsync("SELECT message FROM pm.errors"));
    }

    [Theory]
    [InlineData("predict('nothing', 1)", "There is no model 'nothing' for predict(…); there are 'sum'")]
    [InlineData("predict('sum', [1, 2])", "takes 2 arguments, one an input of the model, not 1: a float32 [-1, 2]; b float32 [-1, 2].")]
    [InlineData("predict(name, [1, 2], [3, 4])", "the model is a constant text")]
    [InlineData("predict('sum', 1, 2)", "predict_sum_")]
    public async Task A_wrong_call_says_what_is_right(string call, string message)
    {
        WriteSum("sum.onnx", [-1, 2]);
        await RunAsync("CREATE MODEL sum FROM 'sum.onnx'");

        var error = await FailAsync($"SELECT {call} FROM (SELECT 'sum' AS name)");

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.NotEqual(ErrorCode.Internal, error.Code);
    }

    [Fact]
    public async Task Another_file_under_the_same_name_is_another_function_on_every_server()
    {
        WriteSum("sum.onnx", [-1, 2]);
        await RunAsync("CREATE MODEL m FROM 'sum.onnx'");
        await using var other = await OpenAsync();
        await using var elsewhere = other.OpenSession();
        Assert.Equal(["[2.0, 2.0]"], await elsewhere.RunAsync("SELECT predict('m', [1, 1], [1, 1])::VARCHAR"));
        WriteSum("one.onnx", [-1, 1]);

        await RunAsync("CREATE OR REPLACE MODEL m FROM 'one.onnx'");

        Assert.Equal(["5"], await elsewhere.RunAsync("SELECT predict('m', 2, 3)"));
    }

    [Fact]
    public async Task A_file_that_was_changed_since_is_not_run()
    {
        WriteSum("sum.onnx", [-1, 1]);
        await RunAsync("CREATE MODEL m FROM 'sum.onnx'");
        WriteSum("sum.onnx", [-1, 2]);

        Assert.Contains("is not the file", (await FailAsync("SELECT predict('m', 2, 3)")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "bad.onnx"), "hello");

        Assert.Contains("can't be loaded as an ONNX model", (await FailAsync("CREATE MODEL m FROM 'bad.onnx'")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oip+http")]
    [InlineData("oip+grpc")]
    public async Task A_model_on_an_inference_server_is_called_alike(string scheme)
    {
        await RunAsync($"CREATE MODEL far FROM '{scheme}://127.0.0.1:{(scheme == "oip+grpc" ? Server.GrpcPort : Server.Port)}/add'");

        Assert.Equal(["[11.0, 22.0]", "[12.0, 22.0]"], await RunAsync("SELECT predict('far', [i, 2], [10, 20])::VARCHAR FROM (VALUES (1), (2)) v(i)"));
        Assert.Equal(["remote"], await RunAsync("SELECT DISTINCT device FROM pm.inference_log"));
    }

    [Fact]
    public async Task A_dataset_remembers_the_model_that_made_it()
    {
        WriteSum("one.onnx", [-1, 1]);
        await RunAsync("CREATE MODEL one FROM 'one.onnx'");
        await RunAsync("CREATE TABLE t AS SELECT predict('one', i, i) AS p FROM range(3) r(i)");

        Assert.Contains(await RunAsync("VERIFY t"), row => row.Contains("predict: one|ok", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refresh_asks_the_same_model_about_new_rows_only()
    {
        WriteSum("one.onnx", [-1, 1]);
        await RunAsync("CREATE MODEL one FROM 'one.onnx'");
        await RunAsync("CREATE TABLE numbers AS SELECT i FROM range(3) r(i)");
        await RunAsync("CREATE TABLE doubled AS SELECT i, predict('one', i, i) AS p FROM numbers");
        await RunAsync("INSERT INTO numbers VALUES (3)");
        await RunAsync("REFRESH doubled");

        Assert.Equal(["4|12"], await RunAsync("SELECT count(*), sum(p) FROM doubled"));
        Assert.Equal(["1"], await RunAsync("SELECT rows FROM pm.inference_log WHERE sql LIKE 'REFRESH%'"));
    }

    /// <summary>An ONNX file that adds two tensors of a shape.</summary>
    internal static byte[] Sum(IReadOnlyList<int> shape)
    {
        var graph = new OnnxGraph();
        graph.AddInput("a", DataType.Float, shape);
        graph.AddInput("b", DataType.Float, shape);
        graph.AddOutput(graph.Add("sum", "Add", ["a", "b"]), "sum", DataType.Float, shape);
        return graph.Build("test", "1").ToByteArray();
    }

    private void WriteSum(string file, IReadOnlyList<int> shape) => File.WriteAllBytes(Path.Combine(Folder, file), Sum(shape));

    private void Write(string file, OnnxGraph graph) => File.WriteAllBytes(Path.Combine(Folder, file), graph.Build("test", "1").ToByteArray());
}
