using System.Text.Json;
using System.Text.Json.Serialization;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Registry;

/// <summary>What a model is: the file manifest.json in the model's folder.</summary>
internal sealed record ModelManifest
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Unique among the models of a server; also its folder's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it does: caption, detect, ocr, embed ...</summary>
    public required string Task { get; init; }

    /// <summary>How its networks and files are laid out, and so what code can run it.</summary>
    public required string Family { get; init; }

    /// <summary>Whether the task takes this model when the statement names none.</summary>
    public bool Default { get; init; }

    /// <summary>What it is, and what it can't do, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>An SPDX expression.</summary>
    public required string Licence { get; init; }

    /// <summary>Where the files come from: package@version.</summary>
    public required string Source { get; init; }

    /// <summary>Other models whose results this one works on.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>The networks, by the part that they play.</summary>
    public required IReadOnlyDictionary<string, ModelGraph> Graphs { get; init; }

    /// <exception cref="ServerException">InvalidInput: the file is no manifest.</exception>
    public static ModelManifest Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelManifest>(File.ReadAllBytes(path), Json) ?? throw new JsonException("it is null.");
        }
        catch (JsonException error)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"'{path}' is not a model manifest: {error.Message}", error);
        }
    }
}
