namespace PostModern.Engine.Planning;

/// <summary>One place where a plan reads Parquet files.</summary>
/// <param name="Files">The files that are left after what partitions and file names exclude.</param>
/// <param name="Columns">Names, or field ids as numbers, of the files' top-level columns that are read; null for all.</param>
/// <param name="Filters">Comparisons that every row must meet; there may be more.</param>
internal sealed record ParquetRead(IReadOnlyList<string> Files, IReadOnlySet<object>? Columns, IReadOnlyList<ParquetFilter> Filters);
