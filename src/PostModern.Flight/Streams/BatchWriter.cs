using System.IO.Pipelines;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Flight.Streams;

/// <summary>Writes a stream of Arrow data: first the schema, then batches, each as one FlightData message.</summary>
public static class BatchWriter
{
    // Rust and JavaScript clients die on messages over 4 MiB by default; the rest is for headers.
    private const long LargestBody = (4 * 1024 * 1024) - (256 * 1024);

    /// <param name="output">The call's output.</param>
    /// <param name="schema">The columns of every batch that follows.</param>
    /// <param name="descriptor">What an upload is for; null for downloads.</param>
    /// <param name="cancellationToken">Stops waiting for the peer.</param>
    public static ValueTask WriteSchemaAsync(
        this PipeWriter output, Schema schema, FlightDescriptor? descriptor, CancellationToken cancellationToken)
        => output.WriteFrameAsync(new FlightDataFrame { Descriptor = descriptor, Header = SchemaMessage.Encode(schema) }, cancellationToken);

    /// <summary>Writes a batch, in several messages when it is too large for one; returns when the peer has room for more.</summary>
    public static async ValueTask WriteBatchAsync(this PipeWriter output, RecordBatch batch, CancellationToken cancellationToken)
    {
        var encoded = RecordBatchMessage.Encode(batch);
        if (encoded.BodyLength > LargestBody && batch.Length > 1)
        {
            await WriteHalvesAsync(output, batch, cancellationToken);
            return;
        }

        await output.WriteFrameAsync(new FlightDataFrame { Header = encoded.Header, Body = encoded.Body }, cancellationToken);
    }

    private static async ValueTask WriteHalvesAsync(PipeWriter output, RecordBatch batch, CancellationToken cancellationToken)
    {
        var half = batch.Length / 2;
        await output.WriteBatchAsync(Slice(batch, 0, half), cancellationToken);
        await output.WriteBatchAsync(Slice(batch, half, batch.Length - half), cancellationToken);
    }

    // The slice borrows; the memory stays the batch's.
    private static RecordBatch Slice(RecordBatch batch, int offset, int length) =>
        new(batch.Schema, length, [.. batch.Columns.Select(column => column.Slice(offset, length))]);
}
