using PostModern.Engine.Sql;

namespace PostModern.Engine.Planning;

/// <summary>A statement with every name resolved.</summary>
/// <param name="Statement">What to do; queries inside it read pinned versions.</param>
/// <param name="Inputs">The versions that it reads.</param>
internal sealed record Plan(SqlStatement Statement, IReadOnlyList<PinnedDataset> Inputs);

/// <summary>A dataset as one statement reads it.</summary>
/// <param name="Schema">The dataset's schema.</param>
/// <param name="Name">The dataset's name.</param>
/// <param name="Version">The version read.</param>
/// <param name="IsLatest">Whether the statement named no version.</param>
internal readonly record struct PinnedDataset(string Schema, string Name, long Version, bool IsLatest = false);
