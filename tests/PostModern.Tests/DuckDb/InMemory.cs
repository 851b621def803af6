using PostModern.Arrow.Arrays;
using PostModern.DuckDb;

namespace PostModern.Tests.DuckDb;

/// <summary>A database in memory with one connection.</summary>
internal sealed class InMemory : IDisposable
{
    public InMemory(int threads = 2)
    {
        Database = Database.Open(settings: new Dictionary<string, string> { ["threads"] = $"{threads}" });
        Connection = Database.Connect();
    }

    public Database Database { get; }

    public Connection Connection { get; }

    /// <summary>The values of a query, a row an array.</summary>
    public List<object?[]> Rows(string sql)
    {
        using var batch = Connection.Query(sql);
        return Rows(batch);
    }

    /// <summary>The only value of a query.</summary>
    public object? Value(string sql) => Assert.Single(Assert.Single(Rows(sql)));

    public static List<object?[]> Rows(RecordBatch batch) =>
        [.. Enumerable.Range(0, batch.Length).Select(row => batch.Columns.Select(column => ColumnValue.Get(column, row)).ToArray())];

    public void Dispose()
    {
        Connection.Dispose();
        Database.Dispose();
    }
}
