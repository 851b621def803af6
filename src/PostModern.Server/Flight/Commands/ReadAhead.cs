using PostModern.Arrow.Arrays;

namespace PostModern.Server.Flight.Commands;

/// <summary>Lets DuckDB work on a batch while the one before it is sent.</summary>
internal static class ReadAhead
{
    /// <summary>The same batches, the next one always being read already: one is held at most, so a slow client still slows the query down.</summary>
    /// <param name="batches">A statement's result.</param>
    /// <param name="running">Cancels the statement; used when the enumeration is left before its end, so that the read in progress ends too.</param>
    /// <remarks>Benchmark <c>get-http</c>: 970 MB/s with it, 850 without, medians of six runs in turns whose ranges overlap.</remarks>
    public static async IAsyncEnumerable<RecordBatch> ByOne(IAsyncEnumerable<RecordBatch> batches, CancellationTokenSource running)
    {
        await using var reader = batches.GetAsyncEnumerator(running.Token);
        var next = reader.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var batch = reader.Current;
                next = reader.MoveNextAsync().AsTask();
                yield return batch;
            }
        }
        finally
        {
            await AbandonAsync(next, reader, running);
        }
    }

    /// <summary>Waits for the last read, before whose end the reader can't be disposed, and drops what it brings.</summary>
    private static async Task AbandonAsync(Task<bool> next, IAsyncEnumerator<RecordBatch> reader, CancellationTokenSource running)
    {
        if (!next.IsCompleted)
        {
            await running.CancelAsync();
        }

        // Its failure has been thrown already, or follows from the one that made the consumer leave.
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (next.IsCompletedSuccessfully && await next)
        {
            reader.Current.Dispose();
        }
    }
}
