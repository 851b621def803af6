using System.Security.Cryptography;
using System.Text;
using PostModern.Lake.Objects;

namespace PostModern.Lake.S3;

/// <summary>The copies of one table's data files.</summary>
/// <param name="Path">The folder, absolute.</param>
internal readonly record struct CacheFolder(string Path)
{
    private const string LockName = ".lock";

    /// <param name="root">The folder of all copies.</param>
    /// <param name="location">The table's folder.</param>
    public static CacheFolder Of(string root, string location) => new(System.IO.Path.Combine(root, Hash(location)));

    /// <summary>Where the copy of a file is; partitions' folders stay as they are, since their names say something.</summary>
    public string PathOf(string file)
    {
        var isSafe = ObjectUri.SchemeOf(file).Length == 0 && !System.IO.Path.IsPathRooted(file) && !file.Split('/').Contains("..");
        return System.IO.Path.Combine(Path, isSafe ? file : $"{Hash(file)}.parquet");
    }

    /// <summary>Whether a complete copy is there; then it counts as used now.</summary>
    public bool TryTouch(string file, long size)
    {
        var copy = new FileInfo(PathOf(file));
        if (!copy.Exists || copy.Length != size)
        {
            return false;
        }

        copy.LastWriteTimeUtc = DateTime.UtcNow;
        return true;
    }

    /// <summary>Keeps the copies until the result is disposed, or the process ends. Many may hold them.</summary>
    public IDisposable Hold()
    {
        Directory.CreateDirectory(Path);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read, bufferSize: 0);
            }
            catch (IOException) when (tries < 500)
            {
                // Somebody drops copies here at this moment.
                Thread.Sleep(10);
            }
        }
    }

    /// <summary>Holds the copies alone, to drop some; null while anybody else holds them.</summary>
    public IDisposable? TryHoldAlone()
    {
        try
        {
            return new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string LockPath => System.IO.Path.Combine(Path, LockName);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
}
