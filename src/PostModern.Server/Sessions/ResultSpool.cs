using PostModern.Arrow.Ipc;
using PostModern.Engine.Sessions;

namespace PostModern.Server.Sessions;

/// <summary>A whole result on disk, as an Arrow IPC stream in a temporary file that goes when it is disposed.</summary>
internal sealed class ResultSpool : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"postmodern-result-{Guid.NewGuid():N}.arrows");

    /// <summary>Reads a result to its end.</summary>
    public static async Task<ResultSpool> WriteAsync(StatementResult result, CancellationToken cancellationToken)
    {
        var spool = new ResultSpool();
        try
        {
            await using var file = new FileStream(spool._path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
            var writer = new IpcStreamWriter(file, result.Schema);
            await foreach (var batch in result.ReadBatchesAsync().WithCancellation(cancellationToken))
            {
                using (batch)
                {
                    await writer.WriteAsync(batch, cancellationToken);
                }
            }

            await writer.FinishAsync(cancellationToken);
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>Opens the result; several readers may read at once. The caller disposes the reader.</summary>
    public Task<SpoolReader> OpenAsync(CancellationToken cancellationToken) => SpoolReader.OpenAsync(_path, cancellationToken);

    public void Dispose() => File.Delete(_path);
}
