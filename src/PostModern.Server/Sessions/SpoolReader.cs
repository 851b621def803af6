using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;

namespace PostModern.Server.Sessions;

/// <summary>Reads a result from disk.</summary>
internal sealed class SpoolReader : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly IpcStreamReader _reader;

    private SpoolReader(FileStream file, IpcStreamReader reader) => (_file, _reader) = (file, reader);

    public Schema Schema => _reader.Schema;

    public static async Task<SpoolReader> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, useAsync: true);
        try
        {
            return new SpoolReader(file, await IpcStreamReader.OpenAsync(file, cancellationToken));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The batches; each is the caller's to dispose.</summary>
    public IAsyncEnumerable<RecordBatch> ReadAsync(CancellationToken cancellationToken) => _reader.ReadAllAsync(cancellationToken);

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
