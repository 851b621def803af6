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
    string Name, string Task, string Digest, string Licence, string Source, long Bytes, string Device);
