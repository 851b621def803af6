using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.DuckDb;
using PostModern.Engine.Planning;

namespace PostModern.Engine.Execution;

/// <summary>Reads what a statement returns; DuckDB's errors become ours.</summary>
internal static class ResultBatches
{
    /// <param name="stream">The execution; the caller disposes it.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(ResultStream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var batches = stream.GetAsyncEnumerator(cancellation);
        while (await NextAsync(batches))
        {
            yield return batches.Current;
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<RecordBatch> batches)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (DuckDbException error)
        {
            throw DuckDbErrors.Translate(error);
        }
    }
}
