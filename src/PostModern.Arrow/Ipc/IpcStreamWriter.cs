using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Writes the Arrow IPC streaming format; does not own the stream.</summary>
/// <remarks>Arrow columnar format 1.5, "IPC Streaming Format".</remarks>
/// <param name="stream">Gets the schema with the first batch, or with the end.</param>
/// <param name="schema">The schema of every batch.</param>
/// <param name="compression">Of every buffer.</param>
public sealed class IpcStreamWriter(Stream stream, Schema schema, BodyCompression compression = BodyCompression.None)
{
    private readonly BatchEncoder _encoder = new(schema, compression);
    private readonly byte[] _prefix = new byte[Encapsulation.PrefixLength];
    private bool _started;

    /// <summary>Writes a batch, and before it the dictionaries that changed.</summary>
    public async Task WriteAsync(RecordBatch batch, CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken);
        foreach (var message in _encoder.Encode(batch))
        {
            Encapsulation.WritePrefix(_prefix, message.Header.Length);
            await stream.WriteAsync(_prefix, cancellationToken);
            await stream.WriteAsync(message.Header, cancellationToken);
            foreach (var piece in message.Body)
            {
                await stream.WriteAsync(piece, cancellationToken);
            }
        }
    }

    /// <summary>Marks the end, so that a reader can tell a whole stream from a broken one, and flushes.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken);
        Encapsulation.WritePrefix(_prefix, 0);
        await stream.WriteAsync(_prefix, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (!_started)
        {
            _started = true;
            await stream.WriteAsync(SchemaMessage.EncodeEncapsulated(schema), cancellationToken);
        }
    }
}
