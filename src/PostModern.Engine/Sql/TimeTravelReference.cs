namespace PostModern.Engine.Sql;

/// <summary>A dataset named with a version, and the text that says so.</summary>
/// <param name="Start">First character, of the dataset's name.</param>
/// <param name="End">Past the last character: of the version or of the alias after it.</param>
/// <param name="Table">The dataset.</param>
/// <param name="Alias">The alias before or after the version, as written, with its column list if it has one; null when there is none.</param>
/// <param name="Version">The version asked for.</param>
internal sealed record TimeTravelReference(int Start, int End, TableName Table, string? Alias, VersionReference Version);
