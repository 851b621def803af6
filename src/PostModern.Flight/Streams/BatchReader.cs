using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Flight.Streams;

/// <summary>Reads a stream of Arrow data from FlightData messages. Batches lie in the received bodies.</summary>
/// <param name="next">The next message; null at the end. The reader disposes what it is given.</param>
public sealed class BatchReader(Func<CancellationToken, Task<FlightDataFrame?>> next)
{
    private FlightDataFrame? _first;
    private BatchDecoder? _decoder;

    /// <summary>What an upload is for; looks at the first message only, and consumes nothing.</summary>
    /// <returns>Null when the first message has none, or there is no message.</returns>
    public async Task<FlightDescriptor?> PeekDescriptorAsync(CancellationToken cancellationToken)
    {
        _first ??= await next(cancellationToken);
        return _first?.Descriptor;
    }

    /// <summary>The stream's schema.</summary>
    /// <returns>Null when the stream ends without one: some uploads carry no data.</returns>
    /// <exception cref="RpcException">InvalidArgument: something else comes first.</exception>
    public async Task<Schema?> ReadSchemaAsync(CancellationToken cancellationToken)
    {
        while (_decoder is null)
        {
            using var frame = await NextAsync(cancellationToken);
            if (frame is null)
            {
                return null;
            }

            // A message with a descriptor and nothing else comes before the schema from Go's client.
            if (!frame.Header.IsEmpty)
            {
                _decoder = Open(frame);
            }
        }

        return _decoder.Schema;
    }

    /// <summary>The next batch, which the caller disposes.</summary>
    /// <returns>Null at the end.</returns>
    public async Task<RecordBatch?> ReadBatchAsync(CancellationToken cancellationToken)
    {
        if (await ReadSchemaAsync(cancellationToken) is null)
        {
            return null;
        }

        while (await NextAsync(cancellationToken) is { } frame)
        {
            // Messages without a header carry only the application's metadata; dictionaries give no batch yet.
            using (frame)
            {
                if (!frame.Header.IsEmpty && Decode(frame) is { } batch)
                {
                    return batch;
                }
            }
        }

        return null;
    }

    private static BatchDecoder Open(FlightDataFrame frame) =>
        Message.KindOf(frame.Header.Span) == MessageKind.Schema
            ? BatchDecoder.Open(frame.Header.Span)
            : throw new RpcException(GrpcStatusCode.InvalidArgument, "The stream doesn't start with a schema.");

    private RecordBatch? Decode(FlightDataFrame frame)
    {
        var owner = frame.TakeOwner();
        try
        {
            return _decoder!.Decode(frame.Header.Span, frame.SingleBody, owner);
        }
        catch
        {
            owner?.Dispose();
            throw;
        }
    }

    private async Task<FlightDataFrame?> NextAsync(CancellationToken cancellationToken)
    {
        if (_first is { } first)
        {
            _first = null;
            return first;
        }

        return await next(cancellationToken);
    }
}
