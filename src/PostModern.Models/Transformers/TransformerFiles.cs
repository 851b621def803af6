using System.Text.Json;
using PostModern.Arrow.Errors;
using PostModern.Models.Json;
using PostModern.Models.Registry;
using PostModern.Models.Tokenizers;

namespace PostModern.Models.Transformers;

/// <summary>The files beside the networks of a model in Hugging Face's layout.</summary>
internal sealed class TransformerFiles(InstalledModel model)
{
    /// <summary>config.json.</summary>
    internal JsonElement Config { get; } = Read(model, "config.json");

    /// <summary>A file of settings; null when the model has none of that name.</summary>
    internal JsonElement? Settings(string file) => Has(file) ? Read(model, file) : null;

    /// <summary>tokenizer.json.</summary>
    /// <exception cref="ServerException">Unsupported: the model has none, or one with steps that aren't known.</exception>
    internal Tokenizer Tokenizer() => Has("tokenizer.json")
        ? Tokenizers.Tokenizer.Load(model.PathOf("tokenizer.json"))
        : throw new ServerException(ErrorCode.Unsupported, $"Model '{model.Name}' has no tokenizer.json. Look for an export that has one.");

    /// <summary>The names of the classes, in the order of the network's outputs.</summary>
    /// <exception cref="ServerException">InvalidInput: config.json doesn't name them.</exception>
    internal string[] Labels()
    {
        var labels = Config.Member("id2label") is { ValueKind: JsonValueKind.Object } names
            ? names.EnumerateObject().Select(entry => (Id: int.Parse(entry.Name, System.Globalization.CultureInfo.InvariantCulture), Name: entry.Value.GetString()!)).OrderBy(entry => entry.Id).Select(entry => entry.Name).ToArray()
            : [];
        return labels.Length > 0
            ? labels
            : throw new ServerException(ErrorCode.InvalidInput, $"The config.json of model '{model.Name}' names no classes (id2label).");
    }

    private bool Has(string file) => model.Manifest.Files.Any(candidate => candidate.Path == file);

    private static JsonElement Read(InstalledModel model, string file)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(model.PathOf(file)));
        }
        catch (JsonException error)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{file}' of model '{model.Name}' is not JSON: {error.Message}", error);
        }
    }
}
