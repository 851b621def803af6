using PostModern.Models.Inference;
using PostModern.Models.Loading;

namespace PostModern.Models.Transformers.Pictures;

/// <summary>A network that looks at pictures, several at once. Safe for concurrent use.</summary>
internal sealed class PictureNetwork(OnnxModel network, PictureInput input)
{
    /// <param name="parts">The model.</param>
    /// <param name="graph">The network's name in its manifest.</param>
    internal static PictureNetwork Of(ModelParts parts, string graph) =>
        new(parts.Graph(graph), PictureInput.Read(new TransformerFiles(parts.Model).Settings("preprocessor_config.json")));

    /// <summary>An image file's bytes to three planes of floats.</summary>
    internal float[] Decode(ReadOnlyMemory<byte> file) => input.Decode(file);

    /// <summary>Runs the network.</summary>
    /// <param name="pictures">As <see cref="Decode"/> has made them.</param>
    /// <param name="output">The wanted output.</param>
    /// <param name="cancellationToken">Stops the network.</param>
    /// <returns>The output's values and shape.</returns>
    internal (float[] Values, long[] Shape) Run(IReadOnlyList<float[]> pictures, string output, CancellationToken cancellationToken)
    {
        float[] pixels = [.. pictures.SelectMany(picture => picture)];
        using var outputs = network.Run(
            [network.FloatInput("pixel_values", pixels, pictures.Count, 3, input.Height, input.Width)], [output], cancellationToken);
        return (outputs.ReadFloats(0), outputs.Shape(0));
    }

    /// <summary>Runs the network for one row of numbers a picture.</summary>
    internal float[][] RunRows(IReadOnlyList<float[]> pictures, string output, CancellationToken cancellationToken)
    {
        var (values, _) = Run(pictures, output, cancellationToken);
        return [.. values.Chunk(values.Length / pictures.Count)];
    }
}
