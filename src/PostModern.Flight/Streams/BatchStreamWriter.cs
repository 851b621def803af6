using System.IO.Pipelines;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Flight.Streams;

/// <summary>Writes one stream of Arrow data: first the schema, then batches, and before them the dictionaries that the reader lacks.</summary>
/// <param name="output">The call's output; stays the caller's.</param>
/// <param name="schema">The columns of every batch; what the schema message says.</param>
public sealed class BatchStreamWriter(PipeWriter output, Schema schema)
{
    // Rust and JavaScript clients die on messages over 4 MiB by default; the rest is for headers.
    private const long LargestBody = (4 * 1024 * 1024) - (256 * 1024);
    private readonly BatchEncoder _encoder = new(schema);

    /// <param name="descriptor">What an upload is for; null for downloads.</param>
    /// <param name="cancellationToken">Stops waiting for the peer.</param>
    public ValueTask WriteSchemaAsync(FlightDescriptor? descriptor, CancellationToken cancellationToken) =>
        output.WriteFrameAsync(new FlightDataFrame { Descriptor = descriptor, Header = SchemaMessage.Encode(schema) }, cancellationToken);

    /// <summary>Writes a batch, in several messages when it is too large for one; returns when the peer has room for more.</summary>
    /// <remarks>A single row and a dictionary can't be split: each goes in one message, however large.</remarks>
    public async ValueTask WriteBatchAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        var messages = _encoder.Encode(batch);
        for (var i = 0; i < messages.Count - 1; i++)
        {
            await WriteAsync(messages[i], cancellationToken);
        }

        // The halves find their dictionaries sent.
        if (messages[^1].BodyLength > LargestBody && batch.Length > 1)
        {
            var half = batch.Length / 2;
            await WriteBatchAsync(Slice(batch, 0, half), cancellationToken);
            await WriteBatchAsync(Slice(batch, half, batch.Length - half), cancellationToken);
            return;
        }

        await WriteAsync(messages[^1], cancellationToken);
    }

    private ValueTask WriteAsync(EncodedBatch message, CancellationToken cancellationToken) =>
        output.WriteFrameAsync(new FlightDataFrame { Header = message.Header, Body = message.Body }, cancellationToken);

    // The slice borrows; the memory stays the batch's.
    private static RecordBatch Slice(RecordBatch batch, int offset, int length) =>
        new(batch.Schema, length, [.. batch.Columns.Select(column => column.Slice(offset, length))]);
}
