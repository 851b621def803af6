using PostModern.DuckDb.Functions;
using PostModern.DuckDb.Native;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb;

/// <summary>An embedded DuckDB instance. Close its connections first.</summary>
public sealed class Database : IDisposable
{
    private readonly DatabaseHandle _handle;
    private readonly CallContexts _contexts = new();

    private Database(DatabaseHandle handle) => _handle = handle;

    /// <summary>The version of the loaded library, such as <c>v1.5.6</c>.</summary>
    public static string LibraryVersion => NativeString.Read(duckdb_library_version()) ?? "";

    /// <summary>Opens or creates a database.</summary>
    /// <param name="path">A file; null for a database in memory.</param>
    /// <param name="settings">DuckDB's settings by name, such as <c>threads</c> or <c>memory_limit</c>.</param>
    /// <exception cref="DuckDbException">An unknown setting, a bad value, or a file that can't be opened.</exception>
    public static Database Open(string? path = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        duckdb_create_config(out var config);
        using (config)
        {
            foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            {
                if (duckdb_set_config(config, name, value) == DuckDbState.Error)
                {
                    throw new DuckDbException(DuckDbErrorType.InvalidConfiguration, $"DuckDB has no setting {name} = {value}.");
                }
            }

            if (duckdb_open_ext(path, out var handle, config, out var error) == DuckDbState.Success)
            {
                return new Database(handle);
            }

            handle.Dispose();
            var text = ErrorText.Parse(NativeString.Take(error));
            throw new DuckDbException(text.Type, text.Message, text.Position);
        }
    }

    /// <summary>Opens a connection: a session with its own transaction and settings, for one statement at a time.</summary>
    public Connection Connect()
    {
        if (duckdb_connect(_handle, out var handle) == DuckDbState.Error)
        {
            handle.Dispose();
            throw new DuckDbException(DuckDbErrorType.Connection, "DuckDB refused a new connection.");
        }

        return new Connection(handle, _contexts);
    }

    public void Dispose() => _handle.Dispose();
}
