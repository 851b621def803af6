using PostModern.Lake.Copies;

namespace PostModern.Engine.Planning;

/// <summary>A column's pages in a row group.</summary>
/// <param name="RowGroup">The row group, from 0.</param>
/// <param name="Column">The column.</param>
/// <param name="Pages">All its pages, dictionary included.</param>
/// <param name="BloomFilter">Its Bloom filter; null without.</param>
/// <param name="Min">The least value as DuckDB shows it; null when unknown.</param>
/// <param name="Max">The greatest value.</param>
internal sealed record ParquetChunk(long RowGroup, ParquetColumn Column, ByteRange Pages, ByteRange? BloomFilter, string? Min, string? Max);
