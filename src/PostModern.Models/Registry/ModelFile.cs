namespace PostModern.Models.Registry;

/// <summary>A file that belongs to a model.</summary>
/// <param name="Path">Relative to the model's folder.</param>
/// <param name="Sha256">In lower-case hexadecimal; the file is used only if it has this hash.</param>
/// <param name="Bytes">The file's size.</param>
internal sealed record ModelFile(string Path, string Sha256, long Bytes);
