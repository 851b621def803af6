using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Lake.Catalog;

/// <summary>One version in a dataset's history.</summary>
/// <param name="Version">What <c>AS OF VERSION</c> takes.</param>
/// <param name="Timestamp">When it was committed.</param>
/// <param name="Operation">Such as <c>CREATE TABLE AS SELECT</c>, <c>WRITE</c>, <c>DELETE</c>.</param>
/// <param name="User">Who did it; null when unknown.</param>
/// <param name="Rows">Rows in the dataset at this version; null when another engine left no statistics.</param>
/// <param name="Recipe">How it came to be; null in versions that other engines wrote.</param>
public sealed record DatasetVersion(
    long Version, DateTimeOffset Timestamp, string Operation, string? User, long? Rows, CommitRecipe? Recipe)
{
    /// <summary>What the log says of it in Delta's own terms; null when the writer left nothing.</summary>
    public CommitInfo? Info { get; init; }

    /// <summary>The statement that made it; null in versions that other engines wrote.</summary>
    public string? Sql => Recipe?.Sql;
}
