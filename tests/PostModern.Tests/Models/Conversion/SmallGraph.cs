using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using PostModern.Models.Conversion;
using PostModern.Models.Conversion.TensorFlow;

namespace PostModern.Tests.Models.Conversion;

/// <summary>Converts a small model whose result is the node y, and runs it.</summary>
internal static class SmallGraph
{
    public static (int[] Shape, T[] Values) Run<T>(GraphFile graph, DataType type, params NamedOnnxValue[] inputs)
    {
        using var session = new InferenceSession(Convert(graph, type).ToByteArray());
        using var results = session.Run(inputs);
        var tensor = results.Single().AsTensor<T>();
        return (tensor.Dimensions.ToArray(), tensor.ToArray());
    }

    public static IMessage Convert(GraphFile graph, DataType type = DataType.Float)
    {
        var folder = Directory.CreateTempSubdirectory("graph-");
        try
        {
            return GraphConverter.Convert(GraphModel.Load(graph.Write(folder.FullName)), [new GraphOutput("result", "y", type, null)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
