using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Flight.Streams;

namespace PostModern.Server.Flight.Commands;

/// <summary>The parameter rows that a client uploads, read to the end of its stream.</summary>
internal static class ParameterUpload
{
    /// <summary>The batches that have both rows and columns; others say nothing. Each is the caller's to dispose.</summary>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(BatchReader upload, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await upload.ReadBatchAsync(cancellationToken) is { } batch)
        {
            if (batch.Length > 0 && batch.Columns.Length > 0)
            {
                yield return batch;
            }
            else
            {
                batch.Dispose();
            }
        }
    }

    /// <summary>The only batch; null when there is none.</summary>
    /// <exception cref="ServerException">Unsupported: there are several.</exception>
    public static async Task<RecordBatch?> ReadOneAsync(BatchReader upload, CancellationToken cancellationToken)
    {
        RecordBatch? only = null;
        await foreach (var batch in ReadAsync(upload, cancellationToken))
        {
            if (only is not null)
            {
                batch.Dispose();
                only.Dispose();
                throw new ServerException(ErrorCode.Unsupported, "Bind the parameters of a query as one batch.");
            }

            only = batch;
        }

        return only;
    }
}
