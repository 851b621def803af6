using Microsoft.Data.Sqlite;

namespace PostModern.Lake.Cache;

/// <summary>One connection to the cache file with its statements prepared once. For one thread at a time.</summary>
internal sealed class CacheConnection : IDisposable
{
    // Several processes may write; SQLite waits for them in short steps, unlike the provider's own retries of 150 ms.
    private const string Setup =
        """
        PRAGMA busy_timeout = 10000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -32768;
        PRAGMA mmap_size = 268435456;
        CREATE TABLE IF NOT EXISTS entries(id INTEGER PRIMARY KEY, key BLOB NOT NULL, used INTEGER NOT NULL, value BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS entries_used ON entries(used);
        CREATE TABLE IF NOT EXISTS totals(one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER NOT NULL, bytes INTEGER NOT NULL);
        INSERT OR IGNORE INTO totals VALUES (1, 0, 0);
        """;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public CacheConnection(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 };
        _connection = new SqliteConnection(settings.ToString());
        try
        {
            _connection.Open();
            Execute(Setup);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>A statement with its parameters in order, prepared at first use.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            }

            _commands[sql] = command;
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }

    /// <summary>Runs statements that return nothing.</summary>
    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs <paramref name="work"/> as one read or, when <paramref name="isWrite"/>, as the only writer.</summary>
    public void InTransaction(bool isWrite, Action work)
    {
        Execute(isWrite ? "BEGIN IMMEDIATE" : "BEGIN");
        try
        {
            work();
            Execute("COMMIT");
        }
        catch
        {
            TryRollBack();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private void TryRollBack()
    {
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full.
        }
    }
}
