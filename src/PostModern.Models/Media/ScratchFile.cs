using System.Globalization;
using Microsoft.Win32.SafeHandles;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Media;

/// <summary>Bytes on the disk that have no name: they are gone with the process, however it ends.</summary>
internal sealed class ScratchFile : IDisposable
{
    private readonly FileStream _file;

    private ScratchFile(FileStream file) => _file = file;

    public SafeFileHandle Handle => _file.SafeFileHandle;

    public long Length { get; private set; }

    /// <summary>A path under which other programs find it while it is open.</summary>
    public string Path => OpenPath.Of(_file);

    /// <summary>Writes a stream's bytes, however many come.</summary>
    /// <param name="source">Read to its end; borrowed.</param>
    /// <param name="mostBytes">More are refused.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <exception cref="ServerException">ResourceExhausted: there are more, or the disk is full.</exception>
    public static async Task<ScratchFile> CopyAsync(Stream source, long mostBytes, CancellationToken cancellationToken)
    {
        if (source.CanSeek && source.Length > mostBytes)
        {
            throw TooLarge(mostBytes);
        }

        var buffer = new byte[128 * 1024];
        return await WriteAsync(
            async file =>
            {
                long length = 0;
                for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0; length += read)
                {
                    if (length + read > mostBytes)
                    {
                        throw TooLarge(mostBytes);
                    }

                    await WriteAsync(file, buffer.AsMemory(0, read), cancellationToken);
                }
            });
    }

    public static Task<ScratchFile> CreateAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WriteAsync(file => WriteAsync(file, content, cancellationToken).AsTask());

    /// <summary>Makes a file whose bytes <paramref name="write"/> writes; nothing stays of it when that fails.</summary>
    public static async Task<ScratchFile> WriteAsync(Func<Stream, Task> write)
    {
        var scratch = new ScratchFile(Open());
        try
        {
            await write(scratch._file);
            scratch.Length = scratch._file.Length;
            return scratch;
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open()
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"postmodern-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            Options = OperatingSystem.IsLinux() ? FileOptions.None : FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        if (OperatingSystem.IsLinux())
        {
            File.Delete(path);
        }

        return file;
    }

    private static async ValueTask WriteAsync(Stream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException e)
        {
            throw new ServerException(ErrorCode.ResourceExhausted, $"Can't write to {System.IO.Path.GetTempPath()}, where parts of objects are kept for a while: {e.Message}", e);
        }
    }

    private static ServerException TooLarge(long mostBytes) => new(ErrorCode.ResourceExhausted, string.Create(
        CultureInfo.InvariantCulture, $"It is larger than {mostBytes} bytes, which is the most that is copied to read a part of it."));
}
