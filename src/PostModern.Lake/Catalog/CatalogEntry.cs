namespace PostModern.Lake.Catalog;

/// <summary>A dataset's name and the folder that it lies in.</summary>
/// <param name="Schema">As it is spelled in the catalog.</param>
/// <param name="Name">As it is spelled in the catalog.</param>
/// <param name="Location">A path or URI without a trailing slash.</param>
internal readonly record struct CatalogEntry(string Schema, string Name, string Location);
