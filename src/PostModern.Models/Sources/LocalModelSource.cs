using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Lake.Models;
using PostModern.Lake.Objects;
using PostModern.Models.Conversion;
using PostModern.Models.Inference;
using PostModern.Models.Registry;

namespace PostModern.Models.Sources;

/// <summary>Models whose files are on this machine: a bare ONNX file, or a folder with a manifest; or in a package that is fetched first.</summary>
/// <param name="registry">The models that came with the server, which others may use.</param>
/// <param name="converted">Keeps networks that had to be converted.</param>
/// <param name="root">Where relative paths start.</param>
/// <param name="allowed">Where files may be; anywhere when null.</param>
/// <param name="fetchers">Bring files from elsewhere.</param>
internal sealed class LocalModelSource(
    ModelRegistry registry, ConvertedModels converted, string root, AllowedFolders? allowed, IReadOnlyList<IModelSource> fetchers)
{
    /// <summary>The only network of a bare ONNX file.</summary>
    internal const string Graph = "graph";

    private static readonly string[] s_options = ["default", "licence", "file"];

    /// <summary>Checks a definition, and finds out what the files say.</summary>
    /// <exception cref="ServerException">NotFound: there are no such files. InvalidInput: they are no model.</exception>
    internal async Task<ModelDefinition> ExamineAsync(ModelDefinition model, CancellationToken cancellationToken)
    {
        var options = new ModelOptions(model, s_options);
        _ = options.Flag("default");
        var path = await FetchAsync(model, cancellationToken);
        if (options.Text("file") is { } file)
        {
            path = Inside(path, file);
            if (!fetchers.Any(fetcher => fetcher.Handles(model.Source)))
            {
                allowed?.Check(path);
            }
        }

        var facts = new Dictionary<string, string> { [ModelFacts.Path] = path };
        var examined = model with { Facts = facts };
        if (ModelRegistry.HasManifest(path))
        {
            return examined with { Task = registry.Load(path, examined, converted).Manifest.Task };
        }

        if (!File.Exists(path) || Path.GetExtension(path) != ".onnx")
        {
            throw new ServerException(
                ErrorCode.InvalidInput, $"'{path}' is neither an .onnx file nor a folder with a manifest.json. Of a folder or package, name one file with OPTIONS (file 'path/in/it.onnx').");
        }

        if (model.Task is not (null or ModelTasks.Predict))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"A bare ONNX file has the task 'predict', not '{model.Task}': what else it could do, its file doesn't say.");
        }

        var info = new FileInfo(path);
        var signature = OnnxSignature.Read(path);
        facts[ModelFacts.Sha256] = FileHashes.Sha256(info);
        facts[ModelFacts.Bytes] = info.Length.ToString(CultureInfo.InvariantCulture);
        ModelFacts.Keep(facts, signature.Inputs, signature.Outputs);
        return examined with { Task = ModelTasks.Predict };
    }

    /// <summary>The model of a definition that was examined; opens no network.</summary>
    internal InstalledModel Load(ModelDefinition model)
    {
        var path = model.Facts[ModelFacts.Path];
        if (!model.Facts.TryGetValue(ModelFacts.Sha256, out var hash))
        {
            return registry.Load(path, model, converted);
        }

        var file = Path.GetFileName(path);
        var manifest = new ModelManifest
        {
            Name = model.Name,
            Task = ModelTasks.Predict,
            Family = ModelTasks.OnnxFamily,
            Description = "",
            Licence = model["licence"] ?? "",
            Source = model.Source,
            Files = [new ModelFile(file, hash, ModelFacts.Number(model, ModelFacts.Bytes) ?? 0)],
            Graphs = new Dictionary<string, ModelGraph>
            {
                [Graph] = new(file, ModelFormats.Onnx, Tensors(ModelFacts.InputsOf(model)), Tensors(ModelFacts.OutputsOf(model))),
            },
        };
        return new InstalledModel(
            manifest, Path.GetDirectoryName(path)!, ModelDigest.Of(manifest, new Dictionary<string, ModelManifest>()), converted)
        {
            Definition = model,
        };
    }

    private async Task<string> FetchAsync(ModelDefinition model, CancellationToken cancellationToken)
    {
        if (fetchers.FirstOrDefault(candidate => candidate.Handles(model.Source)) is { } fetcher)
        {
            return await fetcher.FetchAsync(model.Source, cancellationToken);
        }

        if (ObjectUri.SchemeOf(model.Source) is not ("" or "file"))
        {
            throw new ServerException(
                ErrorCode.Unsupported,
                $"Models don't come from '{model.Source.Split('?')[0]}'. They come from an .onnx file or a folder of this machine, hf://org/repo, npm:package@version, openai://host/v1?model=…, https://host/v1 with OPTIONS (protocol 'openai', model '…'), oip+http:// and oip+grpc://.");
        }

        var path = Path.GetFullPath(model.Source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? new Uri(model.Source).LocalPath : model.Source, root);
        allowed?.Check(path);
        return File.Exists(path) || Directory.Exists(path) ? path : throw new ServerException(ErrorCode.NotFound, $"There is no file or folder '{path}' on this server.");
    }

    private static string Inside(string folder, string file)
    {
        var path = Path.GetFullPath(file, folder);
        return path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal)
            ? path
            : throw new ServerException(ErrorCode.InvalidInput, $"The option 'file' names a file inside of '{folder}', not '{file}'.");
    }

    private static IReadOnlyList<ModelTensor> Tensors(IReadOnlyList<TensorInfo> tensors) =>
        [.. tensors.Select(tensor => new ModelTensor(tensor.Name, tensor.Type.ToString().ToLowerInvariant(), [.. tensor.Shape.Select(extent => (int)extent)]))];
}
