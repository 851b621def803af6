using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PostModern.Lake.Cache;

/// <summary>Opens the cache's file; one that is corrupt is moved aside, and a fresh one takes its place.</summary>
internal sealed class CacheFile(string path, Action<string>? warn)
{
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;
    private static readonly TimeSpan LockWait = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether an error means that the file itself is broken.</summary>
    public static bool IsCorruption(SqliteException e) => e.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase;

    public CacheConnection Open()
    {
        try
        {
            return new CacheConnection(path);
        }
        catch (SqliteException e) when (IsCorruption(e))
        {
            ReplaceIfCorrupt();
            return new CacheConnection(path);
        }
    }

    /// <summary>Checks the file and replaces it when it is broken. No connection of this process may be open.</summary>
    public void ReplaceIfCorrupt()
    {
        // Another process may have replaced it a moment ago: its fresh file must not be moved away too.
        using var only = Lock();
        if (IsSound())
        {
            return;
        }

        var aside = $"{path}.corrupt-{DateTime.UtcNow.ToString("yyyyMMddHHmmssfff", CultureInfo.InvariantCulture)}";
        File.Move(path, aside);
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        warn?.Invoke($"The inference cache '{path}' was corrupt; it was moved to '{aside}', and models will be called again.");
    }

    private bool IsSound()
    {
        try
        {
            using var connection = new CacheConnection(path);
            return connection.Command("PRAGMA quick_check(1)").ExecuteScalar() is "ok";
        }
        catch (SqliteException e) when (IsCorruption(e))
        {
            return false;
        }
    }

    private FileStream Lock()
    {
        while (true)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path + ".lock"))
            {
                Thread.Sleep(LockWait);
            }
        }
    }
}
