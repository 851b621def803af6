using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>The <c>metaData</c> action: what the table is.</summary>
/// <param name="Id">Unique for the table's life.</param>
/// <param name="SchemaString">The schema as Delta's JSON; see <see cref="DeltaSchema"/>.</param>
public sealed record TableMetadata(string Id, string SchemaString) : DeltaAction
{
    private static readonly Dictionary<string, string> NoConfiguration = [];

    public string? Name { get; init; }

    public string? Description { get; init; }

    /// <summary>The data files' format: always <c>parquet</c> in tables that we accept.</summary>
    public string FormatProvider { get; init; } = "parquet";

    public ValueList<string> PartitionColumns { get; init; } = [];

    /// <summary>Table properties such as <c>delta.appendOnly</c>.</summary>
    public IReadOnlyDictionary<string, string> Configuration { get; init; } = NoConfiguration;

    /// <summary>Milliseconds since 1970.</summary>
    public long? CreatedTime { get; init; }

    /// <summary>Whether the other says the same about the table's columns, partitions and settings.</summary>
    internal bool Describes(TableMetadata other) =>
        SchemaString == other.SchemaString && Description == other.Description && PartitionColumns.Equals(other.PartitionColumns)
        && Configuration.Count == other.Configuration.Count
        && Configuration.All(p => other.Configuration.TryGetValue(p.Key, out var value) && value == p.Value);
}
