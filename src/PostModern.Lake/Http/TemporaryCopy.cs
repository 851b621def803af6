using PostModern.Arrow.Errors;

namespace PostModern.Lake.Http;

/// <summary>A body on this machine's disk, for as long as it is read.</summary>
internal static class TemporaryCopy
{
    /// <summary>A server that tells neither lengths nor ranges may send for ever.</summary>
    private const long MostBytes = 2L << 30;

    private const int BufferSize = 128 * 1024;

    /// <returns>At the first byte. Closing it removes the file.</returns>
    /// <exception cref="ServerException">ResourceExhausted: it is too large.</exception>
    public static async Task<FileStream> OfAsync(Stream body, Uri uri, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"postmodern-link-{Guid.NewGuid():N}");
        var copy = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            var buffer = new byte[BufferSize];
            while (await body.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                if (copy.Position + read > MostBytes)
                {
                    throw new ServerException(
                        ErrorCode.ResourceExhausted,
                        $"'{uri}' is served without ranges or without a length, and is larger than the {MostBytes >> 30} GiB that are copied of such an object.");
                }

                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            copy.Position = 0;
            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }
}
