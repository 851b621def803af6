using System.Runtime.CompilerServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Flight.Grpc;
using PostModern.Flight.Streams;

namespace PostModern.Flight.Client;

/// <summary>A result on its way: its schema, then its batches. Disposing before the end cancels the query on the server.</summary>
public sealed class FlightStream : IAsyncDisposable
{
    private readonly GrpcResponse _response;
    private readonly BatchReader _batches;

    private FlightStream(GrpcResponse response, BatchReader batches, Schema schema)
    {
        _response = response;
        _batches = batches;
        Schema = schema;
    }

    public Schema Schema { get; }

    /// <summary>What the server sent after the last batch, statistics among it; empty until the end is reached.</summary>
    public IReadOnlyDictionary<string, string> Trailers => _response.Trailers;

    /// <summary>The next batch, which the caller disposes.</summary>
    /// <returns>Null at the end of a complete result.</returns>
    /// <exception cref="RpcException">The query failed, or the connection did.</exception>
    public Task<RecordBatch?> ReadBatchAsync(CancellationToken cancellationToken) => _batches.ReadBatchAsync(cancellationToken);

    /// <summary>The batches that are left; each is the caller's to dispose.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadBatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReadBatchAsync(cancellationToken) is { } batch)
        {
            yield return batch;
        }
    }

    public ValueTask DisposeAsync() => _response.DisposeAsync();

    internal static async Task<FlightStream> OpenAsync(GrpcResponse response, CancellationToken cancellationToken)
    {
        try
        {
            var batches = new BatchReader(response.ReadFrameAsync);
            var schema = await batches.ReadSchemaAsync(cancellationToken)
                ?? throw new RpcException(GrpcStatusCode.Internal, "The server's stream has no schema.");
            return new FlightStream(response, batches, schema);
        }
        catch
        {
            await response.DisposeAsync();
            throw;
        }
    }
}
