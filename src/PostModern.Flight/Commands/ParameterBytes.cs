using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc;

namespace PostModern.Flight.Commands;

/// <summary>Bound parameters inside a command or a ticket, as an Arrow IPC stream.</summary>
public static class ParameterBytes
{
    /// <returns>Empty when there are no parameters.</returns>
    public static async Task<ReadOnlyMemory<byte>> EncodeAsync(RecordBatch? parameters)
    {
        if (parameters is null)
        {
            return default;
        }

        using var bytes = new MemoryStream();
        var writer = new IpcStreamWriter(bytes, parameters.Schema);
        await writer.WriteAsync(parameters);
        await writer.FinishAsync();
        return bytes.ToArray();
    }

    /// <summary>The parameters in memory of their own, which the caller disposes; null when there are none.</summary>
    /// <exception cref="ServerException">InvalidInput: the bytes are damaged.</exception>
    public static async Task<RecordBatch?> DecodeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        var reader = await IpcStreamReader.OpenAsync(new MemoryStream(bytes.ToArray()), cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }
}
