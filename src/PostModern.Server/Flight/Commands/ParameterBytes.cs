using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc;

namespace PostModern.Server.Flight.Commands;

/// <summary>Bound parameters inside a ticket, so that another server can run the statement with them.</summary>
internal static class ParameterBytes
{
    // Tickets travel in headers of some clients, and through every one twice.
    private const int Longest = 16 * 1024;

    /// <returns>An Arrow IPC stream; empty when there are no parameters, or too many bytes of them: such a ticket is good in its session only.</returns>
    public static async Task<ReadOnlyMemory<byte>> EncodeAsync(RecordBatch? parameters)
    {
        var bytes = await WriteAsync(parameters);
        return bytes.Length <= Longest ? bytes : default;
    }

    /// <summary>The same parameters in memory of their own, which the caller disposes.</summary>
    public static async Task<RecordBatch?> CopyAsync(RecordBatch? parameters, CancellationToken cancellationToken) =>
        await DecodeAsync(await WriteAsync(parameters), cancellationToken);

    /// <exception cref="ServerException">InvalidInput: the ticket is damaged.</exception>
    public static async Task<RecordBatch?> DecodeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        var reader = await IpcStreamReader.OpenAsync(new MemoryStream(bytes.ToArray()), cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }

    private static async Task<byte[]> WriteAsync(RecordBatch? parameters)
    {
        if (parameters is null)
        {
            return [];
        }

        using var bytes = new MemoryStream();
        var writer = new IpcStreamWriter(bytes, parameters.Schema);
        await writer.WriteAsync(parameters);
        await writer.FinishAsync();
        return bytes.ToArray();
    }
}
