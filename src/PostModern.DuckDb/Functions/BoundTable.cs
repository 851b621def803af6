using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Functions;

/// <summary>The rows that one call of a table function stands for.</summary>
public sealed class BoundTable
{
    /// <summary>All columns, wanted or not.</summary>
    public required Schema Schema { get; init; }

    /// <summary>About how many rows there are, for the planner; null when unknown.</summary>
    public long? EstimatedRows { get; init; }

    /// <summary>
    /// Reads the rows. The first argument names the columns that the statement needs, as positions in <see cref="Schema"/>; batches have
    /// exactly these, in this order (<c>count(*)</c> asks for the first column). Batches are disposed once read.
    /// The token is cancelled with the statement; a statement that needs no more rows disposes the enumerator early.
    /// </summary>
    public required Func<IReadOnlyList<int>, CancellationToken, IAsyncEnumerable<RecordBatch>> Scan { get; init; }
}
