using System.Collections.ObjectModel;

namespace PostModern.Data;

/// <summary>The columns that a bulk copy sends, in order. While it is empty, all are sent under the names that they have.</summary>
public sealed class PostModernBulkCopyColumnMappingCollection : Collection<PostModernBulkCopyColumnMapping>
{
    /// <inheritdoc cref="PostModernBulkCopyColumnMapping(string, string)" />
    public void Add(string sourceColumn, string destinationColumn) => Add(new PostModernBulkCopyColumnMapping(sourceColumn, destinationColumn));

    /// <inheritdoc cref="PostModernBulkCopyColumnMapping(int, string)" />
    public void Add(int sourceOrdinal, string destinationColumn) => Add(new PostModernBulkCopyColumnMapping(sourceOrdinal, destinationColumn));
}
