namespace PostModern.Models.Registry;

/// <summary>What a user may know about an installed model.</summary>
/// <param name="Name">Unique among the models of a server.</param>
/// <param name="Task">What it does: caption, detect, ocr, embed ...</param>
/// <param name="Digest">Changes whenever the model's answers may change; 64 hexadecimal digits.</param>
/// <param name="Licence">An SPDX expression.</param>
/// <param name="Source">Where its files come from: package@version.</param>
/// <param name="Bytes">The size of its files.</param>
/// <param name="Device">Where it runs, such as cpu.</param>
public sealed record ModelInfo(
    string Name, string Task, string Digest, string Licence, string Source, long Bytes, string Device)
{
    /// <summary>Name, type and shape of each input.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Name, type and shape of each output.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>The folder of its files, or the address of its server.</summary>
    public string Location { get; init; } = "";

    /// <summary>What CREATE MODEL said. None of it is a secret.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Who made it; null for a model that came with the server.</summary>
    public string? Owner { get; init; }

    /// <summary>When it was made; null for a model that came with the server.</summary>
    public DateTimeOffset? Created { get; init; }
}
