using PostModern.Arrow.Errors;

namespace PostModern.Models.Hub;

/// <summary>Which files of a repository a model needs.</summary>
internal static class HubFileChoice
{
    private static readonly string[] s_settings =
    [
        "config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
        "generation_config.json", "modules.json", "1_Pooling/config.json", "config_sentence_transformers.json", "sentence_bert_config.json",
    ];

    private static readonly Dictionary<string, string> s_suffixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fp32"] = "",
        ["fp16"] = "_fp16",
        ["q8"] = "_quantized",
        ["int8"] = "_int8",
        ["uint8"] = "_uint8",
        ["q4"] = "_q4",
        ["q4f16"] = "_q4f16",
        ["bnb4"] = "_bnb4",
    };

    // Of each row the first networks that are all there make up the model.
    private static readonly string[][] s_layouts =
    [
        ["encoder_model", "decoder_model_merged"],
        ["encoder_model", "decoder_model"],
        ["text_model", "vision_model"],
        ["model"],
    ];

    /// <summary>The networks by their names without folder, precision and extension, such as <c>encoder_model</c>.</summary>
    /// <exception cref="ServerException">InvalidInput: no such precision. NotFound: the repository has no networks of it. InvalidInput: a path that leads elsewhere.</exception>
    internal static Dictionary<string, HubFile> Networks(HubReference reference, IReadOnlyList<HubFile> files, string precision)
    {
        if (!s_suffixes.TryGetValue(precision, out var suffix))
        {
            throw new ServerException(ErrorCode.InvalidInput, $"There is no dtype '{precision}'. There are: {string.Join(", ", s_suffixes.Keys)}.");
        }

        foreach (var layout in s_layouts)
        {
            var found = layout.ToDictionary(name => name, name => Find(files, $"{name}{suffix}.onnx"));
            if (found.Values.All(file => file is not null))
            {
                return found.ToDictionary(entry => entry.Key, entry => entry.Value!);
            }
        }

        var networks = files.Where(file => file.Path.EndsWith(".onnx", StringComparison.Ordinal)).Select(file => file.Path).ToList();
        throw new ServerException(ErrorCode.NotFound, networks.Count == 0
            ? $"'{reference}' has no ONNX networks. Look for an export of it, such as those of onnx-community or Xenova."
            : $"'{reference}' has no networks of dtype '{precision}' in a layout that is known. It has: {string.Join(", ", networks)}.");
    }

    /// <summary>All files to transfer: settings, networks and the data that those keep in files of their own.</summary>
    /// <exception cref="ServerException">InvalidInput: a path that leads out of the model's folder.</exception>
    internal static IReadOnlyList<HubFile> Needed(IReadOnlyList<HubFile> files, IReadOnlyDictionary<string, HubFile> networks)
    {
        var needed = files
            .Where(file => s_settings.Contains(file.Path) || networks.Values.Any(network => network.Path == file.Path || IsDataOf(network, file)))
            .ToList();
        return needed.Find(file => !IsSafe(file.Path)) is { } unsafeFile
            ? throw new ServerException(ErrorCode.InvalidInput, $"The repository has a file '{unsafeFile.Path}', which would lie outside of the model's folder.")
            : needed;
    }

    /// <summary>Whether a path stays below the folder that it is put into.</summary>
    internal static bool IsSafe(string path) =>
        path.Length > 0 && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains(':', StringComparison.Ordinal) && !path.Any(char.IsControl)
        && path.Split('/').All(part => part is not ("" or "." or ".."));

    // Beside the networks' folder some exporters have none: then they lie at the root.
    private static HubFile? Find(IReadOnlyList<HubFile> files, string name) =>
        files.FirstOrDefault(file => file.Path == $"onnx/{name}") ?? files.FirstOrDefault(file => file.Path == name);

    // model.onnx_data, model.onnx_data_1, model.onnx.data
    private static bool IsDataOf(HubFile network, HubFile file) =>
        file.Path.StartsWith(network.Path, StringComparison.Ordinal)
        && file.Path[network.Path.Length..] is var rest
        && (rest.StartsWith("_data", StringComparison.Ordinal) || rest == ".data");
}
