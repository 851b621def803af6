using System.IO.Pipelines;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Flight.Streams;

/// <summary>Writes one stream of Arrow data: first the schema, then batches, and before them the dictionaries that the reader lacks.</summary>
/// <param name="output">The call's output; stays the caller's.</param>
/// <param name="schema">The columns of every batch; what the schema message says.</param>
/// <param name="compression">Of the bodies; only for a peer that asked for it, since many can't undo it.</param>
public sealed class BatchStreamWriter(PipeWriter output, Schema schema, BodyCompression compression = BodyCompression.None)
{
    // Rust and JavaScript clients die on messages over 4 MiB by default; the rest is for headers.
    private const long LargestBody = (4 * 1024 * 1024) - (256 * 1024);

    // Rows are not equally wide: aiming lower spares most second tries.
    private const long WantedBody = LargestBody / 16 * 15;
    private readonly BatchEncoder _encoder = new(schema, compression);

    /// <param name="descriptor">What an upload is for; null for downloads.</param>
    /// <param name="cancellationToken">Stops waiting for the peer.</param>
    public ValueTask WriteSchemaAsync(FlightDescriptor? descriptor, CancellationToken cancellationToken) =>
        output.WriteFrameAsync(new FlightDataFrame { Descriptor = descriptor, Header = SchemaMessage.Encode(schema) }, cancellationToken);

    /// <summary>Writes a batch, in several messages when it is too large for one; returns when the peer has room for more.</summary>
    /// <remarks>A single row and a dictionary can't be split: each goes in one message, however large.</remarks>
    public async ValueTask WriteBatchAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        foreach (var dictionary in _encoder.EncodeDictionaries(batch))
        {
            await WriteAsync(dictionary, cancellationToken);
        }

        var start = 0;
        var rows = batch.Length;
        do
        {
            var message = _encoder.EncodeRows(rows == batch.Length ? batch : Slice(batch, start, rows));
            var fitting = RowsThatFit(rows, message.BodyLength);
            if (message.BodyLength <= LargestBody || rows == 1)
            {
                await WriteAsync(message, cancellationToken);
                start += rows;
            }

            rows = Math.Min(fitting, batch.Length - start);
        }
        while (start < batch.Length);
    }

    /// <summary>How many rows as wide as these make a message of the size that we want; one at least, whatever its width.</summary>
    private static int RowsThatFit(int rows, long bytes) => (int)Math.Clamp(rows * WantedBody / Math.Max(bytes, 1), 1, int.MaxValue);

    private ValueTask WriteAsync(EncodedBatch message, CancellationToken cancellationToken) =>
        output.WriteFrameAsync(new FlightDataFrame { Header = message.Header, Body = message.Body }, cancellationToken);

    // The slice borrows; the memory stays the batch's.
    private static RecordBatch Slice(RecordBatch batch, int offset, int length) =>
        new(batch.Schema, length, [.. batch.Columns.Select(column => column.Slice(offset, length))]);
}
