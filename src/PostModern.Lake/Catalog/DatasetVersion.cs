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
    /// <summary>The operation's arguments, such as a REFRESH's mode and reason.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The statement that made it; null in versions that other engines wrote.</summary>
    public string? Sql => Recipe?.Sql;
}
