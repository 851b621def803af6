using PostModern.Arrow.Errors;

namespace PostModern.Lake.Objects;

/// <summary>Files that appear whole or not at all.</summary>
/// <remarks>
/// The bytes go to a hidden file in the same folder, are synced, and get their name in one step of the file system. A crash leaves
/// at most a hidden file that nobody lists.
/// </remarks>
internal static class AtomicFile
{
    /// <summary>How the names of unfinished files start; listings skip names with a dot.</summary>
    public const string TemporaryPrefix = ".tmp-";

    private const int OpenFolder = 0x10000; // O_DIRECTORY | O_RDONLY on Linux

    /// <summary>Gives the bytes the name <paramref name="path"/> unless the name is taken.</summary>
    public static async Task<bool> CreateAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = await WriteTemporaryAsync(path, content, cancellationToken);
        try
        {
            if (!TryLink(temporary, path))
            {
                return false;
            }
        }
        finally
        {
            File.Delete(temporary);
        }

        SyncFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Gives the bytes the name <paramref name="path"/>, taking it from whoever has it.</summary>
    public static async Task ReplaceAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = await WriteTemporaryAsync(path, content, cancellationToken);
        File.Move(temporary, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes a folder's entries survive a power cut, as syncing a file alone does not.</summary>
    public static void SyncFolder(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Posix.open(Posix.Text(folder), OpenFolder);
        if (descriptor >= 0)
        {
            _ = Posix.fsync(descriptor);
            _ = Posix.close(descriptor);
        }
    }

    private static async Task<string> WriteTemporaryAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $"{TemporaryPrefix}{Guid.NewGuid():N}");
        try
        {
            await using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            await stream.WriteAsync(content, cancellationToken);
            stream.Flush(flushToDisk: true);
            return temporary;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>A hard link fails when the name is taken, and of two callers one wins: File.Move may fall back to a visible copy.</summary>
    private static bool TryLink(string temporary, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMove(temporary, path);
        }

        if (Posix.link(Posix.Text(temporary), Posix.Text(path)) == 0)
        {
            return true;
        }

        var error = Posix.LastError;
        return error == Posix.EEXIST
            ? false
            : throw new ServerException(
                ErrorCode.Unsupported,
                $"Cannot create '{path}': {Posix.Describe(error)}. A warehouse needs a file system with hard links.");
    }

    private static bool TryMove(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }
}
