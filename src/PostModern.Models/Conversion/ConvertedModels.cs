using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Models.Conversion.TensorFlow;

namespace PostModern.Models.Conversion;

/// <summary>ONNX models that were converted before; others are converted when they are asked for.</summary>
/// <remarks>
/// A file's name holds the hash of what it was made from, so it never goes stale, and several processes may share the folder.
/// </remarks>
internal sealed class ConvertedModels(string folder)
{
    private readonly Lock _conversion = new();

    /// <summary>The path of the ONNX model made from a TF.js model.</summary>
    /// <param name="name">What the file's name starts with.</param>
    /// <param name="source">The path of the TF.js model's JSON file.</param>
    /// <param name="sourceDigest">A hash over all files of the source.</param>
    /// <param name="outputs">The outputs that the ONNX model shall have.</param>
    /// <exception cref="ServerException">Unsupported or InvalidInput: the model can't be converted. Unavailable: the folder can't be written.</exception>
    public string GetOrConvert(string name, string source, string sourceDigest, IReadOnlyList<GraphOutput> outputs)
    {
        var path = Path.Combine(folder, $"{name}-{KeyOf(sourceDigest, outputs)}.onnx");

        // Two models at a time would only share the cores.
        lock (_conversion)
        {
            if (!File.Exists(path))
            {
                Write(path, GraphConverter.Convert(GraphModel.Load(source), outputs));
            }
        }

        return path;
    }

    private static string KeyOf(string sourceDigest, IEnumerable<GraphOutput> outputs)
    {
        var recipe = string.Join('\n', outputs.Select(output => $"{output.Name}={output.Node}:{output.Type}[{string.Join(',', output.Shape ?? [])}]"));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{GraphConverter.Version}\n{sourceDigest}\n{recipe}"));
        return Convert.ToHexStringLower(hash)[..16];
    }

    private void Write(string path, IMessage model)
    {
        // Written beside its place and moved there, so that nobody loads half a model.
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(folder);
            using (var file = File.Create(unfinished))
            {
                model.WriteTo(file);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }

            throw new ServerException(
                ErrorCode.Unavailable, $"The converted model can't be written to '{folder}': {error.Message} Choose another cache folder.", error);
        }
    }
}
