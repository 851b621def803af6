namespace PostModern.Lake.Catalog;

/// <summary>A name in a bucket's catalog that stands for something.</summary>
/// <param name="Schema">As its maker spelled it.</param>
/// <param name="Name">As its maker spelled it; null for the schema itself.</param>
/// <param name="Folder">The dataset's folder, relative to the warehouse; null for a schema.</param>
internal sealed record TakenName(string Schema, string? Name, string? Folder);
