using PostModern.Arrow.Types;

namespace PostModern.Data;

/// <summary>Which of a bulk copy's columns goes where.</summary>
public sealed record PostModernBulkCopyColumnMapping
{
    /// <param name="sourceColumn">Its name in the source; the exact one goes before one that differs in case.</param>
    /// <param name="destinationColumn">Its name in the table.</param>
    public PostModernBulkCopyColumnMapping(string sourceColumn, string destinationColumn)
    {
        ArgumentNullException.ThrowIfNull(sourceColumn);
        ArgumentException.ThrowIfNullOrEmpty(destinationColumn);
        (SourceColumn, SourceOrdinal, DestinationColumn) = (sourceColumn, -1, destinationColumn);
    }

    /// <param name="sourceOrdinal">Its place in the source, from 0.</param>
    /// <param name="destinationColumn">Its name in the table.</param>
    public PostModernBulkCopyColumnMapping(int sourceOrdinal, string destinationColumn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceOrdinal);
        ArgumentException.ThrowIfNullOrEmpty(destinationColumn);
        (SourceOrdinal, DestinationColumn) = (sourceOrdinal, destinationColumn);
    }

    /// <summary>Null when <see cref="SourceOrdinal"/> says which column it is.</summary>
    public string? SourceColumn { get; }

    /// <summary>−1 when <see cref="SourceColumn"/> says which column it is.</summary>
    public int SourceOrdinal { get; }

    /// <summary>The column in the table.</summary>
    public string DestinationColumn { get; }

    /// <summary>
    /// What the values are sent as; null follows the source. For values whose CLR type says too little: a <see cref="decimal"/>'s digits, or columns of type object.
    /// Record batches are sent as they are.
    /// </summary>
    public ArrowType? Type { get; init; }
}
