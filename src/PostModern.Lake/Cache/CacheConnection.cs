using Microsoft.Data.Sqlite;

namespace PostModern.Lake.Cache;

/// <summary>One connection to the cache file with its statements prepared once. For one thread at a time.</summary>
internal sealed class CacheConnection : IDisposable
{
    // One by one: run as one text, the provider drops errors of statements that follow one with a result, as these pragmas are.
    private static readonly string[] Setup =
    [
        // Several processes may write; SQLite waits for them in short steps, unlike the provider's own retries of 150 ms.
        "PRAGMA busy_timeout = 10000",
        "PRAGMA page_size = 8192",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = NORMAL",
        "PRAGMA cache_size = -32768",
        """
        CREATE TABLE IF NOT EXISTS entries(
            n INTEGER PRIMARY KEY, id INTEGER NOT NULL, key BLOB NOT NULL, used INTEGER NOT NULL, value BLOB NOT NULL, effort INTEGER NOT NULL)
        """,
        "CREATE UNIQUE INDEX IF NOT EXISTS entries_id ON entries(id)",
        "CREATE INDEX IF NOT EXISTS entries_used ON entries(used)",
        "CREATE TABLE IF NOT EXISTS totals(one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER NOT NULL, bytes INTEGER NOT NULL)",
        "INSERT INTO totals SELECT 1, 0, 0 WHERE NOT EXISTS (SELECT * FROM totals)",
    ];

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public CacheConnection(string path)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 };
        _connection = new SqliteConnection(settings.ToString());
        try
        {
            _connection.Open();
            Array.ForEach(Setup, Execute);
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
