using PostModern.Models.Conversion.Onnx;
using PostModern.Models.Conversion.Operators;
using PostModern.Models.Conversion.TensorFlow;

namespace PostModern.Models.Conversion;

/// <summary>Turns a TF.js graph model into an ONNX model.</summary>
internal static class GraphConverter
{
    /// <summary>Goes into the key of every converted file, so that a new converter converts anew.</summary>
    public const string Version = "1";

    /// <param name="source">A model of which only the nodes that the outputs need are converted.</param>
    /// <param name="outputs">The new model's outputs, in this order.</param>
    /// <exception cref="Arrow.Errors.ServerException">Unsupported: an operator that can't be converted. InvalidInput: no such node.</exception>
    public static ModelProto Convert(GraphModel source, IEnumerable<GraphOutput> outputs)
    {
        var target = new OnnxGraph();
        var translation = new Translation(source, target);
        AddInputs(source, target, translation);
        foreach (var output in outputs)
        {
            foreach (var node in Needed(source, output.Node, translation))
            {
                OperatorTable.Translate(new NodeTranslation(node, translation));
            }

            target.AddOutput(translation.Value(output.Node), output.Name, OnnxTypes.Of(output.Type), output.Shape);
        }

        return target.Build("PostModern", Version);
    }

    // All of them, in the source's order, also those that no chosen output needs: the caller sees the model's own signature.
    private static void AddInputs(GraphModel source, OnnxGraph target, Translation translation)
    {
        foreach (var node in source.Nodes.Values.Where(node => node.Operator == "Placeholder"))
        {
            target.AddInput(node.Name, OnnxTypes.Of(node.Type("dtype") ?? DataType.Float), node.Shape("shape"));
            translation.SetValue(node.Name, 0, node.Name);
        }
    }

    /// <summary>The nodes that a value depends on and that have no value yet, each after those that it needs itself.</summary>
    private static IEnumerable<GraphNode> Needed(GraphModel source, string reference, Translation translation)
    {
        // By a stack of our own: graphs are thousands of nodes deep.
        var open = new Stack<(GraphNode Node, bool InputsDone)>();
        Push(reference);
        while (open.TryPop(out var next))
        {
            if (translation.IsKnown(next.Node.Name))
            {
                continue;
            }

            if (next.InputsDone)
            {
                yield return next.Node;
                continue;
            }

            open.Push((next.Node, true));
            foreach (var input in next.Node.Inputs)
            {
                Push(input);
            }
        }

        void Push(string name)
        {
            if (source.Nodes.TryGetValue(GraphNode.NodeOf(name), out var node))
            {
                open.Push((node, false));
            }
        }
    }
}
