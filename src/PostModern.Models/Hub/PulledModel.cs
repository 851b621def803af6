namespace PostModern.Models.Hub;

/// <summary>A model that is installed now.</summary>
/// <param name="Name">As SQL calls it.</param>
/// <param name="Source">Repository and commit.</param>
/// <param name="Task">What it does: caption, classify, embed, transcribe ...</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="IsNew">Whether it was transferred just now.</param>
/// <param name="Note">What the user should know; null for nothing.</param>
public sealed record PulledModel(string Name, string Source, string Task, string Folder, long Bytes, bool IsNew, string? Note = null);
