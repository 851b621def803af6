namespace PostModern.Engine.Catalog;

/// <summary>A version of a dataset that a statement reads without having named it.</summary>
/// <param name="Schema">The dataset's schema.</param>
/// <param name="Name">The dataset's name.</param>
/// <param name="Version">The version.</param>
/// <param name="TableId">Tells it from another dataset that has taken the name since.</param>
public sealed record DatasetPin(string Schema, string Name, long Version, string TableId);
